import { write } from '../audit/write.ts';
import { findCard, readEvents } from '../cards/read-card.ts';
import { sayUnderCard } from '../cards/move-card.ts';
import { changesNear } from '../changes/read-change.ts';
import type { Ctx } from '../db/ctx.ts';
import { readRunFacts } from '../facts/read-facts.ts';
import { mattersFor } from '../matters/read-matters.ts';
import { speakFrom } from '../monitor/findings.ts';
import { matterTitle } from '../monitor/matter-title.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { findPublishedRun, readFindings, type TitledFinding } from '../monitor/read-week.ts';
import { readModel } from '../registry/read-model.ts';
import { addDays, dayIn, weekOf, type Day, type Period } from '../shared/period.ts';
import { likeCases } from './like-cases.ts';
import { zoneOf } from './load-case.ts';
import { readCase, type Case } from './read-case.ts';
import { segmentColumn } from './segment-column.ts';

const shownFindings = 6;
const shownLike = 5;
const shownMatters = 5;
/** Two weeks before the week it is about: what went live then may show in it. */
const daysBefore = 14;

/** A finding of the week, by a title without figures; `facts`: slot → id of a stored fact. */
export interface EvidenceLine {
  title: string;
  kind: string;
  direction: TitledFinding['direction'];
  facts: Record<string, string>;
}

/** What is known of a case's week, as the event under its card keeps it: ids only, so that nobody's words lie there. */
export interface Evidence {
  /** Null where no week was checked. */
  week: { start: Day; end: Day } | null;
  /** The week that was meant, where it was not checked and another one is shown. */
  instead: Day | null;
  moved: EvidenceLine[];
  still: EvidenceLine[];
  /** The week's figures where there are too few weeks to say what is usual. */
  early: EvidenceLine[];
  /** The column that the segment is of, with the fact that says how far it is from usual. */
  segment: { phrase: string; fact: string | null; differs: boolean } | null;
  deployments: { version: number; environment: string; on: Day }[];
  changeIds: string[];
  matterIds: string[];
  likeIds: string[];
}

/**
 * Puts what Leeway knows of a case's week under its card and under the letter of whoever answers, once: what moved and what did
 * not, the segment, what went live and what changed in the business near it, open alerts, cases like it. It claims no cause.
 */
export async function gatherEvidence(ctx: Ctx, { caseId }: { caseId: string }): Promise<void> {
  const found = await readCase(ctx, caseId);
  const evidence = await evidenceOf(ctx, found);
  await write(ctx, async (w) => {
    const card = await findCard(w, 'case', caseId);
    // A job that is done again must not say it again.
    if (!card || (await readEvents(w, card.id)).some((event) => event.kind === 'evidence')) return;
    await sayUnderCard(w, card, { kind: 'evidence', data: { ...evidence } }, ['owner', 'deputy']);
    w.audit({ verb: 'feedback.evidence', subject: `case:${caseId}`, detail: { number: found.number, week: evidence.week } });
  });
}

async function evidenceOf(ctx: Ctx, found: Case): Promise<Evidence> {
  const { modelId } = found;
  const zone = await zoneOf(ctx, found.ownerId ?? found.flaggedById);
  const today = dayIn(zone, found.flaggedAt);
  const meant = weekOf(found.periodStart ?? addDays(today, -7));
  const week = await checkedWeek(ctx, modelId, meant);
  const findings = week ? (await readFindings(ctx, week.period, { teamId: null, minSeverity: 0, modelId })).found : [];
  const lines = (some: TitledFinding[]) => some.slice(0, shownFindings).map((one) => lineOf(one, found.modelTitle));
  const near = { start: addDays(meant.start, -daysBefore), end: meant.end };
  const model = await readModel(ctx, modelId);
  const open = await mattersFor(ctx, [modelId]);
  return {
    week: week ? { start: week.period.start, end: week.period.end } : null,
    instead: week && week.period.start !== meant.start ? meant.start : null,
    moved: lines(findings.filter((one) => one.severity >= speakFrom)),
    still: lines(findings.filter((one) => one.kind.endsWith('-in-range'))),
    early: lines(findings.filter((one) => one.kind.endsWith('-early'))),
    segment: found.segment ? await segmentOf(ctx, modelId, found.segment, week?.runId) : null,
    deployments: model.deployments
      .map(({ version, environment, since }) => ({ version, environment, on: dayIn(zone, since) }))
      .filter(({ on }) => on >= near.start && on < near.end),
    changeIds: (await changesNear(ctx, [modelId], near)).map((one) => one.id),
    matterIds: open
      .filter((one) => one.kind === 'alert' || one.kind === 'data-quality')
      .slice(0, shownMatters)
      .map((one) => one.id),
    likeIds: (await likeCases(ctx, { caseId: found.id }, shownLike)).map((one) => one.caseId),
  };
}

/** The week that is meant, else the one before it: of a week that is not over yet nothing is known. */
async function checkedWeek(ctx: Ctx, modelId: string, meant: Period): Promise<{ period: Period; runId: string } | undefined> {
  for (const period of [meant, weekOf(addDays(meant.start, -7))]) {
    const run = await findPublishedRun(ctx, period, { teamId: null, modelId });
    if (run) return { period, runId: run.id };
  }
  return undefined;
}

const lineOf = (finding: TitledFinding, model: string): EvidenceLine => ({
  title: matterTitle(finding, model).replace(`${model}: `, ''),
  kind: finding.kind,
  direction: finding.direction,
  facts: Object.fromEntries(['now', 'before', 'low', 'high', 'target'].flatMap((slot) => pick(finding.slots, slot))),
});

const pick = (slots: Record<string, string>, slot: string): [string, string][] => (slots[slot] ? [[slot, slots[slot]]] : []);

async function segmentOf(ctx: Ctx, modelId: string, segment: string, runId: string | undefined): Promise<Evidence['segment']> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  const column = monitor && segmentColumn(monitor.spec.inputs, segment);
  if (!column) return null;
  const facts = runId ? await readRunFacts(ctx, runId, [], { measure: 'psi', about: [column.name] }) : [];
  const psi = facts.find((one) => one.measure === 'psi');
  const differs = psi !== undefined && psi.value >= monitor.spec.thresholds.psi;
  return { phrase: column.phrase, fact: psi?.id ?? null, differs };
}
