import { write } from '../audit/write.ts';
import { checkPassedOn, keepPassedOn, type PassedOn } from '../complaints/pass-on.ts';
import type { Ctx } from '../db/ctx.ts';
import { readCase } from './read-case.ts';
import { assertState } from './case-rules.ts';
import { assertVoice, loadCase } from './load-case.ts';
import { moveCase } from './move-case.ts';

/**
 * Whoever raised a case passes on complaints that customers made to them about the same: kept beside what is counted of the
 * model, and said in the case. The same `clientKey` once. Throws `forbidden` for anybody else.
 */
export async function passOnFromCase(
  ctx: Ctx,
  input: { caseId: string; week: string; count: number; clientKey: string },
): Promise<PassedOn> {
  const { caseId, ...given } = input;
  const { modelId } = await readCase(ctx, caseId);
  const passed = await checkPassedOn(ctx, { ...given, modelId });
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    await assertVoice(w, loaded);
    assertState(loaded.row, ['flagged', 'accepted', 'answered', 'acting', 'done'], 'nothing is added to it any more');
    const kept = await keepPassedOn(w, { ...passed, caseId });
    if (kept.isNew)
      await moveCase(w, loaded, {
        verb: 'pass-on',
        event: {
          kind: 'complaints',
          data: { factId: kept.fact.id, week: passed.week, ...(passed.count === 0 ? { takenBack: true } : {}) },
        },
        detail: { week: passed.week, fact: kept.fact.id },
      });
    return kept;
  });
}
