import type { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { putPrediction } from '../monitor/put-prediction.ts';
import { predictionSpec } from '../monitor/schemas.ts';
import type { PutVersion } from '../registry/put-version.ts';
import { registerVersionIn } from '../registry/register-version.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { versionInput } from '../registry/schemas.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';

const input = versionInput.extend({ prediction: predictionSpec });

/**
 * Registers a version together with how its answers are computed, so that its checks can compare it: either both are
 * there or neither. Otherwise as `registerVersion`; `conflict` also where a registered version's answers are others.
 */
export async function registerPredictedVersion(ctx: Ctx, request: z.input<typeof input>): Promise<PutVersion> {
  const { prediction, ...draft } = parseInput(input, request);
  authorise(ctx.actor, 'registry.write', await relationToModel(ctx, draft.modelId));
  return write(ctx, async (w) => {
    const done = await registerVersionIn(w, draft);
    const added = await putPrediction(w, draft.modelId, done.number, prediction);
    if (added) {
      const detail = { version: done.number, prediction };
      w.audit({ verb: 'monitor.put-prediction', subject: `model:${draft.modelId}`, detail });
    }
    return done;
  });
}
