import { write } from '../audit/write.ts';
import { sqlState } from '../db/db.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { enqueue } from '../queue/enqueue.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { loadMatter, showAnew, tell } from './load.ts';
import { alreadyDone, movedOn } from './rules.ts';
import { closeInput, reopenInput, type CloseInput, type ReopenInput } from './schemas.ts';
import { changeMatter } from './store.ts';

const uniqueViolation = '23505';

export interface MatterClosed {
  change: 'done' | 'none';
  revision: number;
  /** What was left out of the words, as a person would say it. */
  masked?: string[];
}

/** Brings a matter to its end, with what came of it. The same again by the same person is no change. */
export async function closeMatter(ctx: Ctx, input: CloseInput): Promise<MatterClosed> {
  const { matterId, outcome: words, revision, destination } = parseInput(closeInput, input);
  const { text: outcome, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const { matter, people } = await loadMatter(w, matterId);
    if (matter.state === 'done') {
      if (matter.doneById === w.actor.id && matter.outcome === outcome) return { change: 'none', revision: matter.revision };
      throw alreadyDone(people.name(matter.doneById), matter.doneAt, people.zone);
    }
    const change = { state: 'done' as const, outcome, doneAt: w.now, doneById: w.actor.id };
    if (!(await changeMatter(w.db, matterId, revision ?? matter.revision, change))) throw movedOn();
    const outcomeHash = await hashWords(w, matterId, outcome);
    w.audit({
      verb: 'matters.close',
      subject: `matter:${matterId}`,
      detail: { revision: matter.revision, ownerId: matter.ownerId, outcomeHash },
    });
    await tell(w, 'matter-done', matterId, matter.revision + 1, destination);
    await showAnew(w, matterId);
    // Whatever opened it hears of it afterwards: matters know nothing of cases.
    if (matter.kind === 'data-quality') await enqueue(w, 'matter-ended', { matterId });
    return { change: 'done', revision: matter.revision + 1, ...(masked.length > 0 ? { masked } : {}) };
  });
}

/** Takes the end of a matter back: it stands where it stood before. Throws `conflict` when the same was opened anew. */
export async function reopenMatter(ctx: Ctx, input: ReopenInput): Promise<{ revision: number }> {
  const { matterId, revision } = parseInput(reopenInput, input);
  try {
    return await write(ctx, async (w) => {
      const { matter } = await loadMatter(w, matterId);
      if (matter.state !== 'done') return { revision: matter.revision };
      const state = matter.ownerId === null ? ('open' as const) : ('taken' as const);
      if (!(await changeMatter(w.db, matterId, revision, { state, outcome: null, doneAt: null, doneById: null })))
        throw movedOn();
      w.audit({ verb: 'matters.reopen', subject: `matter:${matterId}`, detail: { revision, doneById: matter.doneById } });
      await showAnew(w, matterId);
      return { revision: revision + 1 };
    });
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    throw new LeewayError('conflict', 'The same matter was opened anew meanwhile.', {
      hint: 'Go on with the new one.',
      cause: error,
    });
  }
}
