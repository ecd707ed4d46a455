import type { WriteCtx } from '../audit/write.ts';
import { enqueue } from '../queue/enqueue.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { gateNames, type GateName, type VersionKey } from './schemas.ts';
import { insertRun, lockVersion, resetGates, selectWords } from './store.ts';

const titles: Record<GateName, string> = {
  data: 'Data',
  tests: 'Tests',
  'typical-miss': 'Typical miss',
  constant: 'Better than a constant guess',
  bias: 'Leaning to one side',
  'large-misses': 'Large misses',
  'costly-error': 'The error that hurts',
};
const ofClasses: Partial<Record<GateName, string>> = {
  'typical-miss': 'Wrong answers',
  constant: 'Better than the usual answer',
};

/**
 * Begins a version's checks, or begins them anew, in the transaction of a verb: every stage waits, and a job carries them
 * out. A version that is registered gets its job from the registry. Throws `not-found` for an unknown version.
 */
export async function startValidation(w: WriteCtx, key: VersionKey): Promise<{ runId: string }> {
  const started = await beginRun(w, key);
  await enqueue(w, 'validate-version', { modelId: key.modelId, version: key.version });
  return started;
}

/** The same without the job, for the job itself. */
export async function beginRun(w: WriteCtx, { modelId, version }: VersionKey): Promise<{ runId: string }> {
  if (!(await lockVersion(w.db, { modelId, version }))) {
    throw new LeewayError('not-found', `${modelId} has no version ${version}.`, { field: 'version' });
  }
  const runId = newId();
  await insertRun(w.db, { id: runId, modelId, version, requestedAt: w.now });
  const { costly, saysClasses } = await selectWords(w.db, modelId);
  const titleOf = (gate: GateName): string => {
    if (gate === 'costly-error' && costly) return `${capital(costly)} called`;
    return (saysClasses ? ofClasses[gate] : undefined) ?? titles[gate];
  };
  await resetGates(
    w.db,
    gateNames.map((gate, index) => ({ modelId, version, gate, position: index + 1, title: titleOf(gate) })),
  );
  w.audit({ verb: 'validation.start', subject: `model:${modelId}`, detail: { version, run: runId } });
  return { runId };
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
