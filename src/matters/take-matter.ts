import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { deputyIdOf, loadMatter, showAnew, tell } from './load.ts';
import { alreadyDone, assertDue, movedOn, takenByAnother } from './rules.ts';
import { takeInput, type TakeInput } from './schemas.ts';
import { changeMatter } from './store.ts';

/**
 * The actor takes a matter in hand: name, next step, date. Who has it already may change step and date. The same again
 * is no change. Who stands in for its owner plans it for them: it stays the owner's. Throws `conflict` when another has it, when it is done, or when it has moved on since it was shown.
 */
export async function takeMatter(ctx: Ctx, input: TakeInput): Promise<{ change: 'taken' | 'none'; revision: number }> {
  const request = parseInput(takeInput, input);
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can take a matter in hand.');
  return write(ctx, async (w) => {
    const { matter, people, standsIn } = await loadMatter(w, request.matterId);
    const mine = matter.state === 'taken' && (matter.ownerId === w.actor.id || standsIn);
    if (matter.state === 'done') throw alreadyDone(people.name(matter.doneById), matter.doneAt, people.zone);
    if (matter.state === 'taken' && !mine) throw takenByAnother(people.name(matter.ownerId), matter.takenAt, people.zone);
    if (mine && matter.nextStep === request.nextStep && matter.dueOn === request.dueOn)
      return { change: 'none', revision: matter.revision };
    assertDue(request.dueOn, w.now, people.zone);
    const { nextStep, dueOn } = request;
    const change = {
      nextStep,
      dueOn,
      state: 'taken' as const,
      ownerId: standsIn ? matter.ownerId : w.actor.id,
      deputyId: standsIn ? w.actor.id : await deputyIdOf(w, w.actor.id),
      takenAt: matter.takenAt ?? w.now,
    };
    if (!(await changeMatter(w.db, matter.id, request.revision, change))) throw movedOn();
    await auditTake(w, matter.id, request);
    await tell(w, 'matter-taken', matter.id, request.revision + 1, request.destination);
    await showAnew(w, matter.id);
    return { change: 'taken', revision: request.revision + 1 };
  });
}

async function auditTake(w: WriteCtx, matterId: string, { nextStep, dueOn, revision }: TakeInput): Promise<void> {
  const detail = { dueOn, revision, nextStepHash: await hashWords(w, matterId, nextStep) };
  w.audit({ verb: 'matters.take', subject: `matter:${matterId}`, detail });
}
