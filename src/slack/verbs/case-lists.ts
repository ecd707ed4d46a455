import type { Ctx } from '../../db/ctx.ts';
import { listCases, type Case } from '../../feedback/read-case.ts';
import { dayIn, sayDay, sayWeekday, type Day } from '../../shared/period.ts';
import { readPersons } from '../../people/read-persons.ts';
import type { CaseListLine, CaseListView } from '../views/case-list.ts';
import { standingOf } from '../views/case-words.ts';

const shown = 10;

/** What waits for the reader, what they flagged or answer for; all open cases for who has none. */
export async function listOfCases(ctx: Ctx): Promise<CaseListView> {
  const me = ctx.actor.id;
  const [waiting, flagged, owned] = await Promise.all([
    listCases(ctx, { waitingFor: me, limit: shown }),
    listCases(ctx, { flaggedById: me, limit: shown }),
    listCases(ctx, { ownerId: me, limit: shown }),
  ]);
  const zone = (await readPersons(ctx, [me])).get(me)?.zone ?? 'utc';
  const reader = { zone, today: dayIn(zone, ctx.now) };
  const seen = new Set(waiting.cases.map((one) => one.id));
  const mine = unique([...flagged.cases, ...owned.cases], seen);
  const own = seen.size + mine.length > 0;
  const all = own ? undefined : await listCases(ctx, { limit: shown });
  const yours = waiting.cases.map((one) => lineOf(one, reader));
  const others = (all?.cases ?? mine).slice(0, shown).map((one) => lineOf(one, reader));
  return {
    headline: headlineOf(yours.length, others.length, own),
    yours,
    others,
    more: [waiting, flagged, owned, all].some((one) => one?.more) || mine.length > shown,
  };
}

interface Reader {
  zone: string;
  today: Day;
}

/** It was answered, then opened again, and not answered anew since. */
const isOpenAgain = ({ reopened, state }: Case): boolean => reopened > 0 && state === 'accepted';

/** What the reader flagged and only they can answer now: a question, or whether it is better. */
export async function waitingForWord(ctx: Ctx): Promise<CaseListLine[]> {
  const { cases } = await listCases(ctx, { waitingFor: ctx.actor.id, flaggedById: ctx.actor.id, limit: shown });
  return cases
    .filter((one) => one.waitsFor === 'flagger')
    .map(({ id, number, modelTitle, ownerName, state }) => ({
      caseId: id,
      title: `Case ${number} · ${modelTitle}`,
      line:
        state === 'done' || state === 'answered'
          ? `${ownerName ?? 'Somebody'} has answered. Is it better now? Only you can say so.`
          : `${ownerName ?? 'Somebody'} has a question for you.`,
    }));
}

function headlineOf(waiting: number, others: number, own: boolean): string {
  if (waiting > 0) return waiting === 1 ? 'One case waits for you.' : `${waiting} cases wait for you.`;
  if (own) return 'No case waits for you. These are open:';
  return others > 0 ? 'No case is yours. These are open:' : 'No case is open.';
}

function unique(cases: readonly Case[], seen: ReadonlySet<string>): Case[] {
  return [...new Map(cases.filter((one) => !seen.has(one.id)).map((one) => [one.id, one])).values()];
}

const lineOf = (one: Case, { zone, today }: Reader): CaseListLine => ({
  caseId: one.id,
  title: `Case ${one.number} · ${one.modelTitle}`,
  line: `${standingOf({
    state: one.state,
    waitsFor: one.waitsFor,
    flagger: one.flaggedByName ?? one.flaggedById,
    ...(one.ownerId === null ? {} : { owner: one.ownerName ?? one.ownerId }),
    ...(one.mergedIntoNumber === null ? {} : { mergedInto: one.mergedIntoNumber }),
    ...(one.promisedOn ? { promised: sayWeekday(one.promisedOn) } : {}),
    ...(one.promisedOn && one.promisedOn < today ? { late: true as const } : {}),
    ...(isOpenAgain(one) ? { again: { by: one.flaggedByName ?? one.flaggedById, words: '' } } : {}),
  })}; flagged on ${sayDay(dayIn(zone, one.flaggedAt))}`,
});
