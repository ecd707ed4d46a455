import { lockNewestNumber, saveNewestNumber } from '../db/numbers.ts';
import type { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import { openCard, type Letter } from '../cards/open-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { deputyOf } from '../people/deputies.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { enqueue } from '../queue/enqueue.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import type { ModelSummary } from '../registry/records.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn, sayDayYear, type Day } from '../shared/period.ts';
import { selectSameWords } from './case-store.ts';
import { answerDaysOf, channelOf, loadCase, reading } from './load-case.ts';
import { planNext } from './move-case.ts';
import { addWorkingDays, caseIdFor, chooseOwner, promisedWorkingDays } from './rules.ts';
import { flagInput, type FlagInput } from './schemas.ts';
import { sketchOf } from './sketch.ts';
import { insertCase, insertEvent, selectCases, type Case } from './store.ts';

/** The same words about the same model within this time are one complaint, sent twice. */
const sameWithinMs = 10 * 60_000;
const retired = /^retired$/i;

export interface Flagged {
  case: Case;
  /** False when the same request, or the same words a moment ago, made it before. */
  created: boolean;
  /** Nobody answers for the model: the case waits until somebody takes it. */
  unowned: boolean;
  /** The model is not meant to be used any more. */
  retired: boolean;
  /** What was left out of the words, as a person would say it. */
  masked: string[];
}

/**
 * Turns a complaint into a case with a number, an owner, a promised day and a card; owner and flagger get it as a direct
 * message. The same person with the same `clientKey`, or with the same words within ten minutes, gets the same case.
 * Throws `not-found` for an unknown model, with what may have been meant, and `invalid` for a week that has not begun.
 */
export async function flagProblem(ctx: Ctx, input: FlagInput): Promise<Flagged> {
  const request = parseInput(flagInput, input);
  authorise(ctx.actor, 'feedback.flag');
  if (ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person can flag a problem: somebody must get the answer.');
  const { text: words, masked } = maskPersonal(request.whatHappened);
  const wanted = caseIdFor(ctx.actor.id, request.clientKey);
  return write(ctx, async (w) => {
    const number = (await lockNewestNumber(w.db, 'case')) + 1;
    const model = (await readModels(reading(w), [request.modelId])).get(request.modelId);
    if (!model) throw await unknownModel(reading(w), request.modelId);
    const before = await foundBefore(w, wanted, { ...request, words });
    if (!before) await openCase(w, { id: wanted, number, words }, request, model);
    const [stored] = await selectCases(w.db, { id: before ?? wanted }, 1);
    if (!stored) throw new LeewayError('not-found', 'The case could not be read back.');
    return {
      case: stored,
      created: before === undefined,
      unowned: stored.ownerId === null,
      retired: retired.test(model.stage),
      masked,
    };
  });
}

type Request = z.output<typeof flagInput>;

/** The counter is held, so that nobody opens the same meanwhile. */
async function foundBefore(
  w: WriteCtx,
  id: string,
  { modelId, words }: { modelId: string; words: string },
): Promise<string | undefined> {
  if ((await selectCases(w.db, { id }, 1)).length > 0) return id;
  const since = new Date(w.now.getTime() - sameWithinMs);
  return selectSameWords(w.db, { personId: w.actor.id, modelId, words, since });
}

interface NewCase {
  id: string;
  number: number;
  words: string;
}

async function openCase(w: WriteCtx, { id, number, words }: NewCase, request: Request, model: ModelSummary): Promise<void> {
  const persons = await readPersons(reading(w), [w.actor.id, ...model.owners.map((owner) => owner.personId)]);
  const owner = chooseOwner(model.owners, (personId) => persons.get(personId)?.active ?? false);
  const today = dayIn(persons.get(w.actor.id)?.zone ?? 'utc', w.now);
  assertBegun(request.period?.start, today);
  const { modelId, kind = null, sureness = null, still = null, segment = null, period, origin = null } = request;
  const about = { modelId, kind, origin, periodStart: period?.start ?? null, periodEnd: period?.end ?? null };
  const promisedOn = addWorkingDays(today, await answerDaysOf(w, model.teamId, promisedWorkingDays));
  const promise = { ownerId: owner?.personId ?? null, promisedOn, teamId: model.teamId };
  await insertCase(w.db, {
    id,
    number,
    ...about,
    sureness,
    still,
    segment,
    ...promise,
    waitsFor: 'owner',
    state: 'flagged',
    flaggedById: w.actor.id,
    flaggedAt: w.now,
  });
  await saveNewestNumber(w.db, 'case', number);
  const event = newId();
  await insertEvent(w.db, {
    id: event,
    caseId: id,
    at: w.now,
    personId: w.actor.id,
    kind: 'flagged',
    words,
    sketch: sketchOf(modelId, words),
  });
  await openItsCard(w, id, promise);
  await planNext(w, await loadCase(w, id));
  await enqueue(w, 'gather-evidence', { caseId: id });
  const wordsHash = await hashWords(w, event, words);
  w.audit({ verb: 'feedback.flag', subject: `case:${id}`, detail: { number, ...about, ...promise, event, wordsHash } });
}

/** In the channel of who builds the model, and to flagger, owner and who stands in for the owner as a direct message. */
async function openItsCard(w: WriteCtx, id: string, { ownerId, teamId }: { ownerId: string | null; teamId: string | null }) {
  const destination = await channelOf(w, teamId, ownerId ?? w.actor.id);
  const deputy = ownerId === null ? undefined : await deputyOf(reading(w), ownerId);
  const letters: Letter[] = [
    { personId: w.actor.id, part: 'flagger' },
    ...(ownerId === null || ownerId === w.actor.id ? [] : [{ personId: ownerId, part: 'owner' }]),
    ...(deputy === undefined || deputy.id === w.actor.id ? [] : [{ personId: deputy.id, part: 'deputy' }]),
  ];
  await openCard(w, {
    kind: 'case',
    subjectId: id,
    destination,
    // Without a channel the card itself is somebody's direct message.
    letters: letters.filter((one) => `person:${one.personId}` !== destination),
    due: [],
  });
}

function assertBegun(start: Day | undefined, today: Day): void {
  if (start === undefined || start <= today) return;
  throw new LeewayError('invalid', `${sayDayYear(start)} has not come yet: today is ${sayDayYear(today)}.`, {
    field: 'period',
    hint: 'Choose the week in which it happened.',
  });
}
