import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { factIdsOf, type Evidence } from '../approvals/evidence.ts';
import type { Anchor } from '../audit/anchors.ts';
import { readAuditEntries, type AuditEntry } from '../audit/read-entries.ts';
import { genesis } from '../audit/rules.ts';
import { verifyAudit, type Verification } from '../audit/verify.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readOrganisation } from '../people/organisation.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { toHtml } from './document-html.ts';
import { stretchOf } from './duties-report.ts';
import { readDuties, type Duties } from './duties.ts';
import { readGivenWords } from './given-words.ts';
import { modelId } from '../registry/schemas.ts';
import { packDocument } from './pack-document.ts';
import { selectEventsOf, selectOrders, selectShownMessages } from './store.ts';

const exportInput = z.strictObject({
  modelId,
  /** Days of the organisation's zone, both included. */
  from: z.iso.date('a day such as 2001-04-01'),
  to: z.iso.date('a day such as 2001-06-30'),
});
export type ExportInput = z.input<typeof exportInput>;

/** A file of the pack, by its name in the folder. */
export interface PackFile {
  name: string;
  text: string;
}

const pageSize = 5_000;
const maxEntries = 200_000;
const maxMessages = 5_000;
const maxEvents = 20_000;
const maxOrders = 2_000;
const maxFacts = 2_000;

/**
 * Everything an auditor needs to follow what was decided about a model in a stretch of days: a page to read, the records
 * behind it, the audit chain's entries of that time, checksums, and a script that checks them without Leeway.
 */
export async function exportPack(ctx: Ctx, input: ExportInput, anchors: readonly Anchor[]): Promise<PackFile[]> {
  const wish = parseInput(exportInput, input);
  authorise(ctx.actor, 'audit.export');
  const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
  const stretch = stretchOf(wish, zone);
  const reader: Ctx = { ...ctx, actor: { kind: 'system', id: 'system:evidence', name: 'Leeway (evidence)' } };
  const duties = await readDuties(reader, { modelId: wish.modelId, ...stretch });
  const ids = duties.requests.map((one) => one.id);
  const entries = await readStretch(reader, stretch);
  const factIds = factsNamed(duties);
  const records = {
    orders: await bounded(selectOrders(ctx.db, wish.modelId, stretch, maxOrders + 1), maxOrders, 'deployments'),
    events: await bounded(selectEventsOf(ctx.db, ids, maxEvents + 1), maxEvents, 'lines of history'),
    messages: await bounded(selectShownMessages(ctx.db, ids, maxMessages + 1), maxMessages, 'messages'),
    facts: await readFacts(reader, factIds.slice(0, maxFacts)),
  };
  const verification: Verification = await verifyAudit(ctx, anchors);
  const given = await readGivenWords(reader, ids);
  const document = await packDocument(reader, {
    ...wish,
    zone,
    stretch,
    duties,
    given,
    records,
    verification,
    entries: entries.length,
  });
  const files: PackFile[] = [
    { name: 'evidence.html', text: toHtml(document) },
    { name: 'audit.jsonl', text: lines(entries.map(({ seq, hash, body }) => ({ seq, hash, body }))) },
    { name: 'anchors.jsonl', text: lines(anchors.map(({ seq, hash, where }) => ({ seq, hash, where }))) },
    { name: 'requests.jsonl', text: lines(duties.requests) },
    { name: 'votes.jsonl', text: lines(duties.votes) },
    { name: 'refused-attempts.jsonl', text: lines(duties.attempts) },
    { name: 'history.jsonl', text: lines(records.events) },
    { name: 'messages.jsonl', text: lines(records.messages) },
    { name: 'deployments.jsonl', text: lines(records.orders.map(({ tokenHash: _secret, ...order }) => order)) },
    { name: 'facts.jsonl', text: lines(records.facts) },
    {
      name: 'pack.json',
      text: `${JSON.stringify({ ...wish, zone, madeAt: ctx.now, firstPrevious: await previousOf(reader, entries[0]) }, null, 2)}\n`,
    },
    { name: 'verify.mjs', text: readFileSync(new URL('verify-pack.mjs', import.meta.url), 'utf8') },
  ];
  const sums = files.map(({ name, text }) => `${sha256(text)}  ${name}\n`).join('');
  await write(ctx, async (w) => {
    const detail = { ...wish, entries: entries.length, requests: ids.length, checksums: sha256(sums) };
    w.audit({ verb: 'evidence.export', subject: `model:${wish.modelId}`, detail });
  });
  return [...files, { name: 'SHA256SUMS', text: sums }];
}

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** All entries between the first and the last of the stretch: a chain with holes proves nothing. */
async function readStretch(ctx: Ctx, { from, until }: { from: Date; until: Date }): Promise<AuditEntry[]> {
  const [first] = await readAuditEntries(ctx, { from, until, limit: 1 });
  const entries: AuditEntry[] = [];
  let after = first ? first.seq - 1 : undefined;
  while (after !== undefined) {
    const page = await readAuditEntries(ctx, { after, until, limit: pageSize });
    entries.push(...page);
    if (entries.length > maxEntries)
      throw new LeewayError('too-large', `A pack holds at most ${maxEntries} audit entries.`, {
        hint: 'Ask for a shorter stretch.',
      });
    after = page.length === pageSize ? page.at(-1)!.seq : undefined;
  }
  return withoutHoles(entries);
}

/** Domain time can be moved back in a sandbox; the chain is cut where its numbers stop following one another. */
function withoutHoles(entries: AuditEntry[]): AuditEntry[] {
  const gap = entries.findIndex((entry, index) => index > 0 && entry.seq !== entries[index - 1]!.seq + 1);
  return gap === -1 ? entries : entries.slice(0, gap);
}

async function previousOf(ctx: Ctx, first: AuditEntry | undefined): Promise<string> {
  if (!first || first.seq === 1) return genesis;
  const [before] = await readAuditEntries(ctx, { after: first.seq - 2, limit: 1 });
  return before?.hash ?? genesis;
}

/** The facts that the requests' evidence rests on. */
const factsNamed = ({ requests }: Duties): string[] => [
  ...new Set(requests.flatMap((one) => factIdsOf((one.evidence as Evidence).shown))),
];

async function bounded<T>(rows: Promise<T[]>, max: number, what: string): Promise<T[]> {
  const found = await rows;
  if (found.length <= max) return found;
  throw new LeewayError('too-large', `More than ${max} ${what} in this stretch.`, { hint: 'Ask for a shorter one.' });
}
