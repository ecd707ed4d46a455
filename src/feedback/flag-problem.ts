import type { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { openMatter } from '../matters/open-matter.ts';
import { say } from '../outbox/say.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { readModels, unknownModel } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn } from '../shared/period.ts';
import { addWorkingDays, caseIdFor, chooseOwner, promisedWorkingDays } from './rules.ts';
import { flagInput, type FlagInput } from './schemas.ts';
import { insertCase, insertEvent, lockNewestNumber, saveNewestNumber, selectCases, type Case } from './store.ts';

/** How pressing an unanswered complaint is, beside alerts (0 to 100). */
const caseSeverity = 50;

export interface Flagged {
  case: Case;
  /** False when the same request was sent before. */
  created: boolean;
  /** Nobody answers for the model: the case waits until somebody takes it. */
  unowned: boolean;
}

/**
 * Turns a complaint into a case with a number, an owner and a promised day; owner and flagger are told. The same person
 * with the same `clientKey` gets the same case. Throws `not-found` for an unknown model, with what may have been meant.
 */
export async function flagProblem(ctx: Ctx, input: FlagInput): Promise<Flagged> {
  const request = parseInput(flagInput, input);
  authorise(ctx.actor, 'feedback.flag');
  if (ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person can flag a problem: somebody must get the answer.');
  const id = caseIdFor(ctx.actor.id, request.clientKey);
  return write(ctx, async (w) => {
    const created = await openCase(w, id, request);
    const [stored] = await selectCases(w.db, { id }, 1);
    if (!stored) throw new LeewayError('not-found', 'The case could not be read back.');
    return { case: stored, created, unowned: stored.ownerId === null };
  });
}

type Request = z.output<typeof flagInput>;

/** False when the case is there already. */
async function openCase(w: WriteCtx, id: string, request: Request): Promise<boolean> {
  const number = (await lockNewestNumber(w.db)) + 1;
  if ((await selectCases(w.db, { id }, 1)).length > 0) return false;
  const reader: Ctx = { ...w, actor: systemActor('feedback') };
  const model = (await readModels(reader, [request.modelId])).get(request.modelId);
  if (!model) throw await unknownModel(reader, request.modelId);
  const persons = await readPersons(reader, [w.actor.id, ...model.owners.map((owner) => owner.personId)]);
  const owner = chooseOwner(model.owners, (personId) => persons.get(personId)?.active ?? false);
  const today = dayIn(persons.get(w.actor.id)?.zone ?? 'utc', w.now);
  const { modelId, kind = null, period, origin = null } = request;
  const about = { modelId, kind, origin, periodStart: period?.start ?? null, periodEnd: period?.end ?? null };
  const promise = { ownerId: owner?.personId ?? null, promisedOn: addWorkingDays(today, promisedWorkingDays) };
  await insertCase(w.db, { id, number, ...about, ...promise, state: 'flagged', flaggedById: w.actor.id, flaggedAt: w.now });
  await saveNewestNumber(w.db, number);
  const eventId = newId();
  await insertEvent(w.db, {
    id: eventId,
    caseId: id,
    at: w.now,
    personId: w.actor.id,
    kind: 'flagged',
    words: request.whatHappened,
  });
  await openMatter(w, {
    kind: 'case',
    modelId,
    key: id,
    title: `Case ${number} about ${model.title}`,
    severity: caseSeverity,
    openedFor: today,
    inHand: promise.ownerId ? { ownerId: promise.ownerId, nextStep: 'Answer the case', dueOn: promise.promisedOn } : null,
  });
  const wordsHash = await hashWords(w, eventId, request.whatHappened);
  w.audit({ verb: 'feedback.flag', subject: `case:${id}`, detail: { number, ...about, ...promise, event: eventId, wordsHash } });
  await tellPeople(w, id, promise.ownerId);
  return true;
}

async function tellPeople(w: WriteCtx, caseId: string, ownerId: string | null): Promise<void> {
  const tell = (kind: 'case-opened-flagger' | 'case-opened-owner', personId: string) =>
    say(w, { kind, data: { caseId }, destination: `person:${personId}`, dedupeKey: `${kind} ${caseId}` });
  await tell('case-opened-flagger', w.actor.id);
  // Whoever complains about their own model knows already.
  if (ownerId !== null && ownerId !== w.actor.id) await tell('case-opened-owner', ownerId);
}
