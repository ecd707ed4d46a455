import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { deputyIdOf, loadMatter, showAnew, tell } from './load.ts';
import { alreadyDone, assertDue, movedOn } from './rules.ts';
import { handOverInput, type HandOverInput } from './schemas.ts';
import { changeMatter } from './store.ts';

/**
 * Gives a matter to somebody else, who is told directly. Next step and date go with it; a line may say what comes next. What
 * nobody has in hand is given with a step and a day. Throws `conflict` when it is done or has moved on since it was shown.
 */
export async function handOver(ctx: Ctx, input: HandOverInput): Promise<{ revision: number }> {
  const request = parseInput(handOverInput, input);
  return write(ctx, async (w) => {
    const { matter, people } = await loadMatter(w, request.matterId);
    if (matter.state === 'done') throw alreadyDone(people.name(matter.doneById), matter.doneAt, people.zone);
    const { toPersonId, nextStep = matter.nextStep, dueOn = matter.dueOn } = request;
    if (matter.state === 'open' && (nextStep === null || dueOn === null))
      throw new LeewayError('invalid', 'Nobody has it in hand yet.', { hint: 'Say what comes next, and by when.' });
    if (request.dueOn) assertDue(request.dueOn, w.now, people.zone);
    if (toPersonId === matter.ownerId) return { revision: matter.revision };
    const to = (await readPersons({ ...w, actor: systemActor('matters') }, [toPersonId])).get(toPersonId);
    if (!to?.active) throw new LeewayError('not-found', `There is no person “${toPersonId}”.`, { field: 'toPersonId' });
    const deputyId = await deputyIdOf(w, to.id);
    const change = { state: 'taken' as const, nextStep, dueOn, ownerId: to.id, deputyId, takenAt: w.now };
    if (!(await changeMatter(w.db, matter.id, request.revision, change))) throw movedOn();
    const revision = request.revision + 1;
    w.audit({
      verb: 'matters.hand-over',
      subject: `matter:${matter.id}`,
      detail: {
        from: matter.ownerId,
        to: to.id,
        dueOn,
        revision: request.revision,
        ...(await hashed(w, matter.id, request.nextStep)),
      },
    });
    // Whoever took it by naming themselves knows.
    if (to.id !== w.actor.id) await tellNamed(w, matter.id, revision, to.id);
    await tell(w, 'matter-taken', matter.id, revision, request.destination);
    await showAnew(w, matter.id);
    return { revision };
  });
}

const tellNamed = (w: WriteCtx, matterId: string, revision: number, personId: string) =>
  say(w, {
    kind: 'matter-taken',
    data: { matterId, ...(w.actor.kind === 'person' ? { givenBy: w.actor.id } : {}) },
    destination: `person:${personId}`,
    dedupeKey: `matter-taken ${matterId} ${revision} person:${personId}`,
  });

const hashed = async (w: WriteCtx, matterId: string, nextStep: string | undefined) =>
  nextStep === undefined ? {} : { nextStepHash: await hashWords(w, matterId, nextStep) };
