import { lockNewestNumber, saveNewestNumber } from '../db/numbers.ts';
import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import { openCard, planDue } from '../cards/open-card.ts';
import { readCard } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn, instantAt, sayDayYear, type Day } from '../shared/period.ts';
import { channelFor, reading, writeTouches } from './follow-change.ts';
import { readChange, type Change } from './read-change.ts';
import { dueOn } from './rules.ts';
import { describeInput, reportInput, type DescribeInput, type ReportInput } from './schemas.ts';
import { insertChange, insertEvent, selectByKey } from './store.ts';

/** Changes are spoken of in good time, or while they can still be felt. */
const maxYears = 3;

export interface Reported {
  change: Change;
  /** False when the same report was sent before. */
  created: boolean;
  /** What was left out of the words, as a person would say it. */
  masked: string[];
}

/**
 * Tells of something in the business that changes from a day on, with the models it touches where those are known already.
 * Whoever reports it and each touched model's owner get its card as a direct message. The same person with the same
 * `clientKey` gets the same change.
 */
export async function reportChange(ctx: Ctx, given: ReportInput & Partial<Pick<DescribeInput, 'touches'>>): Promise<Reported> {
  const { touches = [], ...rest } = given;
  const report = parseInput(reportInput, rest);
  const wanted = parseInput(describeInput.shape.touches, touches);
  authorise(ctx.actor, 'changes.report');
  if (ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person can tell of a change: somebody must be asked about it.');
  const { text, masked } = maskPersonal(report.words);
  const zone = (await readPersons(reading(ctx), [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
  const today = dayIn(zone, ctx.now);
  assertNear(report.startsOn, today);
  const { id, created } = await write(ctx, async (w) => {
    const number = (await lockNewestNumber(w.db, 'change')) + 1;
    const before = await selectByKey(w.db, w.actor.id, report.clientKey);
    if (before) return { id: before.id, created: false };
    return { id: await openChange(w, { ...report, words: text, number, wanted, today, zone }), created: true };
  });
  return { change: await readChange(ctx, id), created, masked };
}

type Opening = z.output<typeof reportInput> & {
  number: number;
  wanted: z.output<typeof describeInput>['touches'];
  today: Day;
  zone: string;
};

async function openChange(w: WriteCtx, { words, number, wanted, today, zone, ...report }: Opening): Promise<string> {
  const id = newId();
  const state = wanted.length > 0 ? ('open' as const) : ('asked' as const);
  const row = { id, number, byId: w.actor.id, state, at: w.now, closedAt: null, ...report };
  await insertChange(w.db, row);
  await saveNewestNumber(w.db, 'change', number);
  const event = newId();
  await insertEvent(w.db, { id: event, changeId: id, at: w.now, personId: w.actor.id, kind: 'reported', words });
  const { cardId } = await openCard(w, {
    kind: 'change',
    subjectId: id,
    destination: await channelFor(
      w,
      wanted.map((one) => one.modelId),
    ),
    letters: [{ personId: w.actor.id, part: 'reporter' }],
    due: [],
  });
  await writeTouches(w, row, await readCard(w, cardId), wanted, today);
  await planDue(w, cardId, [{ kind: 'remind', dueAt: instantAt(dueOn(report.startsOn, today), { hour: 9, minute: 0, zone }) }]);
  w.audit({
    verb: 'changes.report',
    subject: `change:${id}`,
    detail: {
      number,
      startsOn: report.startsOn,
      endsOn: report.endsOn,
      models: wanted.map((one) => one.modelId),
      event,
      wordsHash: await hashWords(w, event, words),
    },
  });
  return id;
}

function assertNear(startsOn: Day, today: Day): void {
  const years = Math.abs(Number(startsOn.slice(0, 4)) - Number(today.slice(0, 4)));
  if (years > maxYears)
    throw new LeewayError('invalid', `${sayDayYear(startsOn)} is more than ${maxYears} years away. Is the year right?`, {
      field: 'startsOn',
    });
}
