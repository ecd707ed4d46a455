import type { Evidence } from '../approvals/evidence.ts';
import type { Verification } from '../audit/verify.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Fact } from '../shared/fact.ts';
import { sayDayYear, sayInstant } from '../shared/period.ts';
import { readModels } from '../registry/read-model.ts';
import { sayFact } from '../shared/say-fact.ts';
import { listOr, tableOr, text, type Document, type Section } from './document.ts';
import type { WordsPart } from './given-words.ts';
import { dutiesSections, whatOf, type Duties } from './duties.ts';
import type { OrderRow, RequestRow, Stretch } from './store.ts';
import { sayWindow } from './version-lines.ts';

export interface PackContent {
  modelId: string;
  from: string;
  to: string;
  zone: string;
  stretch: Stretch;
  duties: Duties;
  /** Words that requests were made with (given-words.ts), erased since or not. */
  given: ReadonlySet<string>;
  records: { orders: OrderRow[]; events: HistoryRow[]; facts: Fact[]; messages: unknown[] };
  verification: Verification;
  entries: number;
}
interface HistoryRow {
  requestId: string;
  at: Date;
  personId: string | null;
  kind: string;
  words: string | null;
}

/** The page of an evidence pack: what was decided and why, what was refused, what was done, and how to check it. */
export async function packDocument(ctx: Ctx, content: PackContent): Promise<Document> {
  const { modelId, from, to, zone, duties, given, records } = content;
  const title = (await readModels(ctx, [modelId])).get(modelId)?.title ?? modelId;
  return {
    title: `${title}: evidence from ${sayDayYear(from)} to ${sayDayYear(to)}`,
    kicker: `Leeway · ${modelId} · made ${sayInstant(ctx.now, zone)} · times in ${zone}`,
    sections: [
      aboutOf(content),
      ...dutiesSections(duties, zone),
      ...duties.requests.map((one) => requestSection(one, duties, { events: records.events, given, zone })),
      deploymentsOf(records.orders, duties, zone),
      figuresOf(records.facts),
      howToCheck(content),
    ],
  };
}

function aboutOf({ entries, verification, records, duties }: PackContent): Section {
  return {
    heading: 'In short',
    parts: [
      text(
        verification.whole
          ? `The audit chain was whole when this was made: ${verification.entries === 1 ? 'one entry' : `${verification.entries} entries`} in all, held against ${verification.anchors === 1 ? 'one anchor' : `${verification.anchors} anchors`} outside the database.`
          : `The audit chain was broken at entry ${verification.seq} when this was made: ${verification.why}.`,
      ),
      listOr(
        [
          `Requests: ${duties.requests.length}; votes: ${duties.votes.length}; attempts refused: ${duties.attempts.length}.`,
          `Deployments and rollbacks: ${records.orders.length}.`,
          `Audit entries in this pack: ${entries}. They are all entries of this time, of other models too: a chain with holes proves nothing.`,
          `Messages as they were sent: ${records.messages.length}.`,
        ],
        '',
      ),
    ],
  };
}

const erased = '(words that were given and then erased at the wish of whoever gave them)';

function requestSection(
  one: RequestRow,
  { names }: Duties,
  { events, given, zone }: { events: HistoryRow[]; given: ReadonlySet<string>; zone: string },
): Section {
  const words = (part: WordsPart) => one[part] ?? (given.has(`${one.id}/${part}`) ? erased : null);
  const { shown } = one.evidence as Evidence;
  const nameOf = (id: string | null) => (id === null ? 'Leeway' : (names.get(id) ?? id));
  return {
    heading: `Request ${one.number}: ${whatOf(one)}`,
    parts: [
      tableOr(
        ['', ''],
        [
          ['Reason', words('reason')],
          ['Expected effect', words('expectedEffect')],
          [
            'Way back',
            one.fallbackVersion === null
              ? words('rollbackPlan')
              : `version ${one.fallbackVersion}. ${words('rollbackPlan') ?? ''}`.trim(),
          ],
          ['Ticked by the requester', one.checklist.join('; ') || null],
          ['State', one.state],
        ],
        '',
      ),
      tableOr(
        ['Check', 'Result', 'Required', 'Why'],
        shown.gates.map((gate) => [gate.title, gate.state, gate.required ? 'yes' : 'no', gate.reason]),
        'No checks belong to it.',
      ),
      listOr(
        [
          ...shown.better.map((line) => `For it: ${line.text}`),
          ...shown.worse.map((line) => `Against it: ${line.text}`),
          ...shown.notKnown.map((line) => `Not known: ${line}`),
        ],
        'Nothing was measured for or against it.',
      ),
      listOr(
        events
          .filter((event) => event.requestId === one.id)
          .map(
            (event) =>
              `${sayInstant(event.at, zone)}, ${nameOf(event.personId)}: ${event.kind}${event.words ? `. “${event.words}”` : ''}`,
          ),
        'Its thread is empty.',
      ),
    ],
  };
}

const deploymentsOf = (orders: OrderRow[], { names }: Duties, zone: string): Section => ({
  heading: 'What was deployed and taken back',
  parts: [
    tableOr(
      ['What', 'Environment', 'Version', 'Ordered', 'Ended', 'Outcome'],
      orders.map((one) => [
        one.kind,
        one.environment,
        `${one.fromVersion ?? 'none'} → ${one.version}`,
        `${sayInstant(one.orderedAt, zone)} by ${names.get(one.orderedById) ?? one.orderedById}`,
        one.finishedAt ? sayInstant(one.finishedAt, zone) : null,
        [one.state, one.outcome, one.reason].filter(Boolean).join(': '),
      ]),
      'Nothing was deployed in this time.',
    ),
  ],
});

const figuresOf = (facts: Fact[]): Section => ({
  heading: 'Figures that decisions rested on',
  parts: [
    tableOr(
      ['Measure', 'Version', 'Value', 'Period', 'Compared with', 'Rows', 'Method', 'Fact'],
      facts.map((fact) => [
        [fact.measure, fact.about].filter(Boolean).join(', '),
        fact.version === null ? null : String(fact.version),
        sayFact(fact),
        sayWindow(fact.periodStart, fact.periodEnd),
        fact.comparison && `${sayFact({ value: fact.comparison.value, unit: fact.unit })} ${fact.comparison.label}`,
        String(fact.source.rows),
        fact.source.method,
        fact.id,
      ]),
      'No figures belong to these decisions.',
    ),
  ],
});

const howToCheck = ({ verification }: PackContent): Section => ({
  heading: 'How to check this without Leeway',
  parts: [
    listOr(
      [
        'sha256sum -c SHA256SUMS says whether every file is as it was packed.',
        'node verify.mjs (Node 18 or newer, nothing else) recomputes the audit chain, and holds it against the anchors and what people saw when they voted.',
        'Compare anchors.jsonl by eye with the messages in the audit channel: they were posted when it happened, where the operator of Leeway cannot rewrite them.',
        ...(verification.whole && verification.anchors === 0
          ? ['No anchors were found: the chain is proven only against itself.']
          : []),
      ],
      '',
    ),
  ],
});
