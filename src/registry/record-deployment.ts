import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';
import { assertNotPromoted } from './assert-not-promoted.ts';
import { putDeployment } from './put-pointers.ts';
import { relationToModel } from './relation-to-model.ts';
import { aliasName, modelId, versionNumber } from './schemas.ts';

const input = z.strictObject({ modelId, environment: aliasName, version: versionNumber.nullable() });

/** Records which version runs in an environment now (null: none). It records, and deploys nothing. */
export async function recordDeployment(ctx: Ctx, request: z.infer<typeof input>): Promise<{ before: number | undefined }> {
  const { modelId: id, environment, version } = parseInput(input, request);
  authorise(ctx.actor, 'registry.write', await relationToModel(ctx, id));
  return write(ctx, async (w) => {
    await assertNotPromoted(w, id, 'environment');
    const before = await putDeployment(w, id, environment, version);
    if (before !== (version ?? undefined)) {
      w.audit({
        verb: 'registry.record-deployment',
        subject: `model:${id}`,
        detail: { environment, before: before ?? null, after: version },
      });
    }
    return { before };
  });
}
