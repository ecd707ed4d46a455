import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMatter } from '../matters/read-matters.ts';
import { sayAll } from '../outbox/say.ts';
import { systemActor } from '../shared/actor.ts';
import { editLetter } from './edit-letter.ts';
import { roundRule } from './schemas.ts';
import { changeRound, selectAnswers, selectLetters, selectRound } from './store.ts';

/**
 * Tells every expert who answered what came of it, once the matter of their round was brought to its end. Their letter
 * follows the matter: where it is taken up again, it says so. Twice it tells once.
 */
export async function tellOutcome(ctx: Ctx, { roundId }: { roundId: string }): Promise<boolean> {
  const at: Ctx = { ...ctx, actor: systemActor('sampling') };
  const round = await selectRound(at.db, roundId);
  const matterId = round && roundRule.parse(round.rule).result?.matterId;
  if (!round || !matterId || (await readMatter(at, matterId)).state !== 'done') return false;
  return write(at, async (w) => {
    if (!(await changeRound(w.db, roundId, 'closed', { state: 'told' }))) return false;
    const people = [...new Set((await selectAnswers(w.db, roundId)).map((one) => one.personId))];
    // No answer can be changed any more: the letters say so.
    for (const letter of await selectLetters(w.db, roundId)) await editLetter(w, letter);
    await sayAll(
      w,
      people.map((personId) => ({
        kind: 'sample-outcome' as const,
        data: { roundId, personId },
        destination: `person:${personId}`,
        shows: [`matter:${matterId}`],
        dedupeKey: `sample-outcome ${roundId} ${personId}`,
      })),
    );
    w.audit({ verb: 'sampling.tell', subject: `sample:${roundId}`, detail: { matter: matterId, people } });
    return true;
  });
}
