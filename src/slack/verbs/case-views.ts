import { whatOf } from '../../ask/where-from.ts';
import type { Ctx } from '../../db/ctx.ts';
import { caseKinds, type CaseKind } from '../../db/schema/feedback.ts';
import { readFacts } from '../../facts/read-facts.ts';
import { errorKindOf } from '../../monitor/error-kind.ts';
import { readMonitors } from '../../monitor/read-monitors.ts';
import { mayTakeVersion } from '../../feedback/action-words.ts';
import { isUnderWay, turnOf, turnWords, type RequestTurn } from '../../feedback/request-turns.ts';
import { readCase, type CaseDetail, type CaseEvent } from '../../feedback/read-case.ts';
import { readPersons, type Person } from '../../people/read-persons.ts';
import type { Fact } from '../../shared/fact.ts';
import { dayIn, sayPeriod, sayWeekday } from '../../shared/period.ts';
import { sayFact } from '../../shared/say-fact.ts';
import type { CaseActionView, CaseView } from '../views/case-words.ts';

const headings: Record<string, string> = {
  harm: 'What it cost, or whom it hurt',
  'model-said': 'What the model said',
  'was-done': 'What was done',
  happened: 'What happened then',
};

export interface ReadCaseView {
  detail: CaseDetail;
  view: CaseView;
  /** Whoever did something about it, by id. */
  persons: Map<string, Person>;
}

/** A case as its card and letters show it now. */
export async function readCaseView(ctx: Ctx, which: string | number): Promise<ReadCaseView> {
  const detail = await readCase(ctx, which);
  const ids = [...detail.events.map((one) => one.personId), detail.flaggedById, ctx.actor.id].filter((id) => id !== null);
  const persons = await readPersons(ctx, ids);
  const zone = (persons.get(ctx.actor.id) ?? persons.get(detail.flaggedById))?.zone ?? 'utc';
  return { detail, persons, view: await viewOf(ctx, detail, { persons, zone }) };
}

async function viewOf(ctx: Ctx, detail: CaseDetail, reader: { persons: Map<string, Person>; zone: string }): Promise<CaseView> {
  const { events, periodStart, periodEnd, voices } = detail;
  const newest = (kind: string) => events.findLast((one) => one.kind === kind);
  const nameOf = (id: string | null) => (id === null ? 'Leeway' : (reader.persons.get(id)?.name ?? id));
  const spoken = (event: CaseEvent | undefined) => event && { by: nameOf(event.personId), words: event.words ?? '' };
  const [finished, reopened] = [newest('finished'), newest('reopened')];
  // What was done before it was opened again did not do.
  const finish = finished && !(reopened && reopened.at > finished.at) ? finished : undefined;
  // Once it was answered anew, that is what stands; why it was opened again is in its history.
  const answered = newest('answered');
  const again = reopened && !(answered && answered.at > reopened.at) ? reopened : undefined;
  const [declined, contested] = [newest('declined'), newest('contested')];
  const flagger = detail.flaggedByName ?? detail.flaggedById;
  return {
    caseId: detail.id,
    number: detail.number,
    revision: detail.revision,
    modelId: detail.modelId,
    modelName: detail.modelTitle,
    state: detail.state,
    waitsFor: detail.waitsFor,
    flagger,
    flaggedOn: sayWeekday(dayIn(reader.zone, detail.flaggedAt)),
    voices: [...new Set(voices.map((one) => one.name ?? one.personId))].filter((name) => name !== flagger),
    ownerIsFlagger: detail.ownerId === detail.flaggedById,
    words: events.find((one) => one.kind === 'flagged')?.words ?? '',
    told: events.flatMap(({ kind, words }) => (headings[kind] && words ? [{ heading: headings[kind], words }] : [])),
    actions: detail.actions.map((one) => ({
      ...actionView(one, turnsOf(events, one), hasEnded(events, one)),
      ...(one.state === 'open' && one.dueOn < dayIn(reader.zone, ctx.now) ? { late: true as const } : {}),
    })),
    ...defined({
      period: periodStart && periodEnd ? sayPeriod({ grain: 'week', start: periodStart, end: periodEnd }) : undefined,
      segment: detail.segment?.replace('=', ' '),
      owner: detail.ownerId === null ? undefined : (detail.ownerName ?? detail.ownerId),
      ownerId: detail.ownerId ?? undefined,
      standsIn: detail.deputyName ?? undefined,
      promised: detail.promisedOn ? sayWeekday(detail.promisedOn) : undefined,
      late: detail.promisedOn !== null && detail.promisedOn < dayIn(reader.zone, ctx.now) ? (true as const) : undefined,
      kind: kindOf(detail.kind),
      sureness: detail.sureness ?? undefined,
      still: detail.still ?? undefined,
      question: spoken(newest('asked')),
      answer: spoken(answered),
      decline: spoken(declined),
      objection: declined && contested && contested.at > declined.at ? spoken(contested) : undefined,
      again: spoken(again),
      finish: finish && { ...spoken(finish)!, figures: await figuresOf(ctx, detail.modelId, finish.data) },
      settled: detail.state === 'confirmed' && !finish ? (true as const) : undefined,
      mergedInto: detail.mergedIntoNumber ?? undefined,
      mergedWithOwn: (await isOwn(ctx, detail)) ? (true as const) : undefined,
    }),
  };
}

/** Whoever raised it raised that one too with which it was joined. */
const isOwn = async (ctx: Ctx, { mergedInto, flaggedById }: CaseDetail): Promise<boolean> =>
  mergedInto !== null && (await readCase(ctx, mergedInto)).flaggedById === flaggedById;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends Record<string, unknown>>(fields: T): Defined<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<T>;

const kindOf = (kind: string | null): CaseKind | undefined => caseKinds.find((one) => one === kind);

const linkWords = { request: 'opened a request', matter: 'data problem: open', framing: 'opened an idea' };

/** The newest that the case heard of the request that was made for the step. */
function turnsOf(events: readonly CaseEvent[], { link }: CaseDetail['actions'][number]): RequestStands | undefined {
  if (link?.kind !== 'request') return undefined;
  const newest = events.findLast(
    ({ kind, data }) =>
      (kind === 'request-moved' && data['requestId'] === link.id) || (kind === 'action-linked' && data['id'] === link.id),
  );
  const turn = newest?.kind === 'action-linked' ? 'asked' : turnOf(newest?.data['turn']);
  const number = newest?.data['number'];
  return turn && typeof number === 'number' ? { number, turn } : undefined;
}
const hasEnded = (events: readonly CaseEvent[], { link }: CaseDetail['actions'][number]): boolean =>
  link?.kind === 'matter' && events.some(({ kind, data }) => kind === 'repair-ended' && data['matterId'] === link.id);

interface RequestStands {
  number: number;
  turn: RequestTurn;
}

export const actionView = (
  action: CaseDetail['actions'][number],
  request: RequestStands | undefined,
  repaired = false,
): CaseActionView => ({
  id: action.id,
  kind: action.kind,
  personId: action.personId,
  person: action.personName ?? action.personId,
  due: sayWeekday(action.dueOn),
  state: action.state,
  ...(action.words ? { words: action.words } : {}),
  ...(action.link
    ? {
        opened: repaired
          ? 'data problem: ended'
          : request
            ? `request ${request.number}: ${turnWords[request.turn]}`
            : linkWords[action.link.kind],
      }
    : {}),
  // What ended otherwise can be asked for again.
  asks: mayTakeVersion(action.kind) && (request ? !isUnderWay(request.turn) : action.link === null),
  repairs: action.kind === 'data-fix' && action.link === null,
  ...(repaired ? { repaired: true as const } : {}),
  ...(request?.turn === 'live' ? { live: true as const } : {}),
});

/** Then and now as lines; nothing where no week has come in between. */
async function figuresOf(ctx: Ctx, modelId: string, data: Record<string, unknown>): Promise<string[]> {
  const ids = (key: string) => (Array.isArray(data[key]) ? data[key].map(String) : []);
  const [before, after] = [ids('before'), ids('after')];
  if (before.length === 0) return [];
  const facts = await readFacts(ctx, [...before, ...after]);
  const costly = (await readMonitors(ctx, [modelId]))[0]?.spec.costly?.phrase ?? 'costly errors';
  const pairs = before.flatMap((_, at): [Fact, Fact][] => {
    const [then, now] = [facts[at], facts[before.length + at]];
    // The month it learned from stays as it was.
    return then && now && then.about !== 'reference' ? [[then, now]] : [];
  });
  const [first] = pairs;
  if (!first) return [];
  return [
    `Then (${weekOf(first[0])}) and now (${weekOf(first[1])}):`,
    ...pairs.map(([then, now]) => `• ${capital(whatOfExpert(then, costly))}: ${sayFact(then)}, now ${sayFact(now)}`),
  ];
}

/** In everyday words: whoever raised the case reads them. */
function whatOfExpert(fact: Fact, costly: string): string {
  if (fact.measure === 'kpi') return fact.about.replaceAll('-', ' ');
  if (fact.measure === 'mae') return errorKindOf(fact) === 'wrong' ? 'share of wrong answers' : 'typical miss';
  if (fact.measure === 'large-miss-share') return 'large misses';
  return fact.measure === 'costly-called-share' ? `${costly} that it called` : whatOf(fact);
}

const capital = (text: string): string => text.replace(/^./u, (first) => first.toUpperCase());
const weekOf = ({ periodStart, periodEnd }: Fact): string => sayPeriod({ grain: 'week', start: periodStart, end: periodEnd });
