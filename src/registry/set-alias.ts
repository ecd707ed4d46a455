import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';
import { assertNotPromoted } from './assert-not-promoted.ts';
import { putAlias } from './put-pointers.ts';
import { relationToModel } from './relation-to-model.ts';
import { championAlias } from './rules.ts';
import { aliasName, modelId, versionNumber } from './schemas.ts';

const input = z.strictObject({ modelId, alias: aliasName, version: versionNumber });

/** Points an alias at a version. `before` is where it stood; nothing is written when it stands there already. */
export async function setAlias(ctx: Ctx, request: z.infer<typeof input>): Promise<{ before: number | undefined }> {
  const { modelId: id, alias, version } = parseInput(input, request);
  authorise(ctx.actor, 'registry.write', await relationToModel(ctx, id));
  return write(ctx, async (w) => {
    if (alias === championAlias) await assertNotPromoted(w, id, 'alias');
    const before = await putAlias(w, id, alias, version);
    if (before !== version)
      w.audit({ verb: 'registry.set-alias', subject: `model:${id}`, detail: { alias, before: before ?? null, after: version } });
    return { before };
  });
}
