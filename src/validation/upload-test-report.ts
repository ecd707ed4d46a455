import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { modelId, versionNumber } from '../registry/schemas.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId, sha256 } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { dayIn, dayOf } from '../shared/period.ts';
import { checkTests } from './check-tests.ts';
import { createFigures } from './figures.ts';
import { maxReportBytes, parseTestReport } from './parse-test-report.ts';
import type { VersionKey } from './schemas.ts';
import { settleGateIn } from './settle-gate.ts';
import { insertReport, lockVersion, selectNewestRun, selectReports, type RunRow } from './store.ts';

const input = z.strictObject({
  modelId,
  version: versionNumber,
  /** Names the tests: a later report of the same suite takes the place of this one. */
  suite: z.string().trim().min(1).max(100),
  format: z.enum(['junit', 'json']),
  text: z.string().min(1).max(maxReportBytes),
});

const maxSuites = 100;

/**
 * Takes the results of somebody's own tests of a version. The check of tests is decided anew at once. Throws `invalid`
 * naming the line or field of a wrong report, `too-large` above 1 MB, 10,000 tests or 100 suites, `not-found` for an
 * unknown version.
 */
export async function uploadTestReport(
  ctx: Ctx,
  request: z.input<typeof input>,
): Promise<{ id: string; total: number; failed: number; skipped: number }> {
  const { text, ...given } = parseInput(input, request);
  authorise(ctx.actor, 'validation.upload', await relationToModel(ctx, given.modelId));
  const report = parseTestReport(given.format, text);
  return write(ctx, async (w) => {
    if (!(await lockVersion(w.db, given)))
      throw new LeewayError('not-found', `${given.modelId} has no version ${given.version}.`, { field: 'version' });
    const suites = await selectReports(w.db, given, maxSuites);
    if (suites.length === maxSuites && !suites.some((one) => one.suite === given.suite))
      throw new LeewayError('too-large', `A version has reports of at most ${maxSuites} suites.`, { field: 'suite' });
    const id = newId();
    const digest = sha256(text);
    await insertReport(w.db, { id, ...given, ...report, digest, uploadedAt: w.now, uploadedById: w.actor.id });
    const { total, failed, skipped } = report;
    const detail = { version: given.version, suite: given.suite, total, failed, skipped, digest };
    w.audit({ verb: 'validation.upload-tests', subject: `model:${given.modelId}`, detail });
    const run = await selectNewestRun(w.db, given);
    // Checks that have not begun will find the report.
    if (run && (await settleTests(w, given, run)))
      await enqueue(w, 'tests-settled', { modelId: given.modelId, version: given.version });
    return { id, total, failed, skipped };
  });
}

/** Decides the check of tests by the newest reports, under the version's lock, so that none is overlooked. */
export async function settleTests(w: WriteCtx, { modelId: id, version }: VersionKey, run: RunRow): Promise<boolean> {
  await lockVersion(w.db, { modelId: id, version });
  const { start, end } = dayOf(dayIn('utc', w.now));
  const figures = createFigures({
    runId: run.id,
    modelId: id,
    version,
    against: undefined,
    window: { start, end },
    source: 'test reports',
    rows: 0,
    computedAt: w.now,
  });
  const finding = checkTests(await selectReports(w.db, { modelId: id, version }, maxSuites), figures);
  const key = { modelId: id, version, gate: 'tests' };
  return settleGateIn(w, { runId: run.id, key, finding, facts: figures.facts, fit: null, test: null });
}
