import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';
import { putVersion, type PutVersion } from './put-version.ts';
import { relationToModel } from './relation-to-model.ts';
import { versionInput, type VersionDraft, type VersionInput } from './schemas.ts';

/**
 * Registers an immutable version. Without a number it gets the next one; the same artifact again gives the same version
 * back. Throws `not-found`, `forbidden`, or `conflict` when a registered version says otherwise.
 */
export async function registerVersion(ctx: Ctx, input: VersionInput): Promise<PutVersion> {
  const draft = parseInput(versionInput, input);
  authorise(ctx.actor, 'registry.write', await relationToModel(ctx, draft.modelId));
  return write(ctx, (w) => registerVersionIn(w, draft));
}

/** The same in the transaction of a verb that has authorised it. */
export async function registerVersionIn(w: WriteCtx, draft: VersionDraft): Promise<PutVersion> {
  const done = await putVersion(w, draft);
  if (done.change !== 'none') {
    const { modelId, artifact, artifactDigest, dataStart, dataEnd, dataDigest, codeCommit, builtById, metrics } = draft;
    w.audit({
      verb: done.change === 'registered' ? 'registry.register-version' : 'registry.describe-version',
      subject: `model:${modelId}`,
      detail: {
        version: done.number,
        artifact,
        artifactDigest,
        dataStart,
        dataEnd,
        dataDigest,
        codeCommit,
        builtById,
        metrics: metrics.length,
      },
    });
  }
  return done;
}
