import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { authorise } from '../shared/access.ts';
import { readBasis, type Basis } from './basis.ts';
import { checkData } from './check-data.ts';
import { createFigures, type Figures } from './figures.ts';
import { judges, type ComparedGate } from './judge.ts';
import { notRun, type Finding } from './judged.ts';
import { neverPasses } from './never-passes.ts';
import type { GateName, VersionKey } from './schemas.ts';
import { settleGate } from './settle-gate.ts';
import { beginRun } from './start-validation.ts';
import { finishRun, selectGates, selectNewestRun, setAgainst, updateGate, type RunRow } from './store.ts';
import { fitOf, readSubject, type Subject } from './subject.ts';
import { settleTests } from './upload-test-report.ts';

/**
 * Carries out the checks of a version, one after the other, each published as it ends. A job that is tried again goes on
 * where the last try stopped; one that finds everything done, or newer checks begun, does nothing. Throws `unavailable`
 * where it is worth trying again.
 */
export async function validateVersion(ctx: Ctx, engine: Engine, key: VersionKey): Promise<{ state: 'done' | 'not-mine' }> {
  authorise(ctx.actor, 'monitor.run');
  const subject = await readSubject(ctx, key);
  const run = await runOf(ctx, key);
  if (!run) return { state: 'not-mine' };
  const waiting = (await selectGates(ctx.db, [key])).filter(({ state }) => state === 'waiting' || state === 'running');
  let basis: Basis | undefined;
  for (const { gate } of waiting) {
    const started = await updateGate(ctx.db, run.id, { ...key, gate }, { state: 'running', startedAt: ctx.now });
    if (!started) return { state: 'not-mine' };
    basis ??= await readBasis(ctx, engine, subject);
    await setAgainst(ctx.db, run.id, basis.against ?? null);
    if (!(await checkOne(ctx, { subject, run, basis, gate: gate as GateName }))) return { state: 'not-mine' };
  }
  await finish(ctx, key, run);
  return { state: 'done' };
}

/** The run in hand: the newest unless it is done. A version that was never checked begins its first. */
async function runOf(ctx: Ctx, { modelId, version }: VersionKey): Promise<RunRow | undefined> {
  const key = { modelId, version };
  const newest = await selectNewestRun(ctx.db, key);
  if (newest) return newest.finishedAt === null ? newest : undefined;
  await write(ctx, (w) => beginRun(w, key));
  return await selectNewestRun(ctx.db, key);
}

interface Check {
  subject: Subject;
  run: RunRow;
  basis: Basis;
  gate: GateName;
}

async function checkOne(ctx: Ctx, { subject, run, basis, gate }: Check): Promise<boolean> {
  const { modelId, version, spec } = subject;
  if (gate === 'tests') return write(ctx, (w) => settleTests(w, subject, run));
  const figures = createFigures({
    runId: run.id,
    modelId,
    version,
    against: basis.against,
    window: basis.window,
    source: spec?.source.files ?? '',
    rows: basis.counts?.rows ?? 0,
    computedAt: ctx.now,
  });
  const compared = gate !== 'data';
  const finding = compared ? compare(gate, subject, basis, figures) : await checkData(subject, basis, figures);
  return settleGate(ctx, {
    runId: run.id,
    key: { modelId, version, gate },
    finding: compared ? withWindows(finding, basis) : finding,
    facts: figures.facts,
    fit: compared ? fitOf(subject.record) : null,
    test: compared && basis.notRun === undefined ? basis.window : null,
  });
}

function compare(gate: ComparedGate, { version, spec, model }: Subject, basis: Basis, figures: Figures): Finding {
  const { counts, window, against, alone } = basis;
  if (basis.notRun !== undefined || !counts || !spec) return notRun(basis.notRun ?? '');
  const never = neverPasses(spec)[gate];
  if (never) return notRun(never);
  if (counts.compared < spec.thresholds.minRows) {
    const method = 'rows with the outcome and every compared version’s prediction';
    const rows = figures.state({ measure: 'compared-rows', value: counts.compared, unit: 'count', columns: [], method });
    return notRun(`Only {rows} ${model.unitPlural} of these days can be compared, too few to tell.`, { rows });
  }
  return judges[gate]({ version, against, alone, spec, unitPlural: model.unitPlural, window, counts, figures });
}

/** Whether a version had seen the days that it is judged by must be plain to whoever reads the result. */
function withWindows(finding: Finding, basis: Basis): Finding {
  const { counts, window, fits, against, notRun: untested } = basis;
  const tested = untested === undefined && counts ? { test: window, fits, rows: counts.compared } : {};
  return { ...finding, evidence: { ...finding.evidence, ...tested, ...(against === undefined ? {} : { against }) } };
}

async function finish(ctx: Ctx, key: VersionKey, run: RunRow): Promise<void> {
  const gates = await selectGates(ctx.db, [key]);
  await write(ctx, async (w) => {
    if (!(await finishRun(w.db, run.id, w.now))) return;
    w.audit({
      verb: 'validation.finish',
      subject: `model:${key.modelId}`,
      detail: { version: key.version, run: run.id, gates: Object.fromEntries(gates.map(({ gate, state }) => [gate, state])) },
    });
  });
}
