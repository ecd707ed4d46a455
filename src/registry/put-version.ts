import type { WriteCtx } from '../audit/write.ts';
import { enqueue } from '../queue/enqueue.ts';
import { LeewayError } from '../shared/errors.ts';
import { changedParts, compareLate, compareMetrics } from './rules.ts';
import type { VersionDraft } from './schemas.ts';
import { insertMetrics, insertVersion, lockModel, selectMetrics, selectVersions, updateVersionWords } from './store.ts';

export interface PutVersion {
  number: number;
  /** `described`: its description or notes changed, or something was told of it that was not known before. */
  change: 'registered' | 'described' | 'none';
}

const maxVersions = 1_000;
const maxMetrics = 10_000;

/**
 * Registers a version in the transaction of a verb, which authorises and audits. What a version was made of never
 * changes: the same again is no change, anything else is a `conflict`. Throws `not-found` for an unknown model.
 */
export async function putVersion(w: WriteCtx, draft: VersionDraft): Promise<PutVersion> {
  const { modelId, metrics, ...parts } = draft;
  if (!(await lockModel(w.db, modelId)))
    throw new LeewayError('not-found', `There is no model “${modelId}”.`, { field: 'modelId' });
  const versions = await selectVersions(w.db, modelId, maxVersions);
  if (versions.length === maxVersions) throw new LeewayError('too-large', `A model has at most ${maxVersions} versions.`);
  const newest = versions[0]?.number ?? 0;
  const same = versions.find((one) =>
    draft.number === undefined ? one.artifactDigest === draft.artifactDigest : one.number === draft.number,
  );
  if (same) return addTo(w, same, draft);
  if (draft.number !== undefined && draft.number <= newest) {
    throw new LeewayError(
      'conflict',
      `Version numbers only go up: the next of ${modelId} is ${newest + 1}, not ${draft.number}.`,
      { field: 'number' },
    );
  }
  const twin = versions.find((one) => one.artifactDigest === draft.artifactDigest);
  if (twin) {
    throw new LeewayError('conflict', `This artifact is version ${twin.number} of ${modelId} already.`, {
      field: 'artifactDigest',
      hint: `Use version ${twin.number}, or register an artifact of another digest.`,
    });
  }
  const number = draft.number ?? newest + 1;
  await insertVersion(w.db, { ...parts, modelId, number, registeredAt: w.now, registeredById: w.actor.id });
  await insertMetrics(
    w.db,
    metrics.map((metric) => ({ ...metric, modelId, version: number })),
  );
  // Its checks lie above the registry, so they are a job of whoever works there.
  await enqueue(w, 'validate-version', { modelId, version: number });
  return { number, change: 'registered' };
}

type Stored = Awaited<ReturnType<typeof selectVersions>>[number];

async function addTo(w: WriteCtx, stored: Stored, draft: VersionDraft): Promise<PutVersion> {
  const { modelId } = draft;
  const { number } = stored;
  const { told, contradicting: retold } = compareLate(stored, draft);
  const changed = [...changedParts(stored, draft), ...retold];
  const known = (await selectMetrics(w.db, modelId, maxMetrics)).filter((metric) => metric.version === number);
  const { added, contradicting } = compareMetrics(
    known,
    draft.metrics.map((metric) => ({ ...metric, modelId, version: number })),
  );
  if (changed.length > 0 || contradicting.length > 0) {
    const what = [...changed, ...contradicting.map((metric) => `metric ${metric.name}`)].join(', ');
    throw new LeewayError(
      'conflict',
      `Version ${number} of ${modelId} is registered with another ${what}: a version never changes.`,
      {
        field: changed[0] ?? 'metrics',
        hint: 'Register what is new as a new version.',
      },
    );
  }
  const described = stored.description !== draft.description || stored.notes !== draft.notes;
  const isTold = Object.keys(told).length > 0;
  if (described || isTold)
    await updateVersionWords(w.db, modelId, number, { description: draft.description, notes: draft.notes, ...told });
  await insertMetrics(w.db, added);
  return { number, change: described || isTold || added.length > 0 ? 'described' : 'none' };
}
