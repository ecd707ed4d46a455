import type { Ctx } from '../db/ctx.ts';
import type { Industry } from '../explain/glossary.ts';
import { loadGlossary } from '../explain/load-glossary.ts';
import { caseFigures, type CaseFigures } from '../feedback/case-figures.ts';
import { listOpenCases } from '../feedback/list-cases.ts';
import { readFacts } from '../facts/read-facts.ts';
import { openMatters } from '../matters/open-matters.ts';
import { speakFrom } from '../monitor/findings.ts';
import { readGapCounts } from '../monitor/read-gaps.ts';
import { findPublishedRun, readCoverage, readFindings, type TitledFinding } from '../monitor/read-week.ts';
import { readOrganisation } from '../people/organisation.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { dayIn, type Period } from '../shared/period.ts';
import { selectMet } from './edition-store.ts';
import { readFocus } from './focus.ts';
import { weighedFactIds } from './decision.ts';
import { hiddenHappenings, leadFactIds, readHappenings, type Happenings } from './happenings.ts';
import type { Material } from './material.ts';
import { otherModels } from './shared-rules.ts';
import type { Audience } from './store.ts';

export interface GatherInput {
  audience: Audience;
  destination: string;
  period: Period;
  /** A newer week that has not been looked at yet. */
  awaited?: Period;
  /** The edition's id: portfolio figures are its facts. */
  editionId: string;
}

export interface Gathered {
  material: Material;
  /** Figures over all models, stated for this edition; recorded with it. */
  portfolioFacts: Fact[];
  /** Models whose week was looked at, whatever came of it. */
  attempted: number;
}

const shownMatters = 10;
const shownCases = 5;
const terms = ['concept-drift', 'data-drift', 'data-quality', 'usual-range', 'target', 'error-measure'];

/** Reads what a digest is made of. The number of statements does not depend on the number of models. */
export async function gather(ctx: Ctx, input: GatherInput): Promise<Gathered> {
  const { audience, period } = input;
  const read = await readAll(ctx, input);
  const { organisation, coverage, focus, findings, hiddenFindings, facts, matters, cases, met, happenings } = read;
  const figures = spoken(read.caseFigures);
  const state = portfolio(ctx, input.editionId, period);
  const all = state('models', coverage.models);
  const checked = state('models-checked', coverage.checked);
  const open = state('matters-open', matters.untaken);
  const some = (measure: Measure, value: number, about?: string) => (value > 0 ? state(measure, value, about) : null);
  const closed = some('matters-closed', matters.closed);
  const older = some('matters-older', matters.older);
  const hidden = matters.total - matters.shown.length + hiddenFindings;
  const more = some('models-more', hidden);
  const gaps = {
    unowned: some('models', read.gaps.unowned, 'unowned'),
    unmonitored: some('models', read.gaps.unmonitored, 'unmonitored'),
  };
  const moreDecisions = some('matters-open', (happenings.waiting[0]?.total ?? 0) - 1, 'decisions');
  const moreHappenings = some('models-more', hiddenHappenings(happenings), 'decisions');
  const glossary = loadGlossaryOnce();
  const material: Material = {
    voice: audience.voice,
    audience: { id: audience.id, title: audience.title },
    organisation: { name: organisation?.name ?? 'Leeway', note: organisation?.note ?? null, zone: audience.zone },
    period,
    today: dayIn(audience.zone, ctx.now),
    models: {
      all,
      checked,
      unchecked: coverage.unchecked,
      uncheckedMore: coverage.models - coverage.checked - coverage.unchecked.length,
    },
    gaps,
    focus,
    findings,
    matters: matters.shown,
    open,
    closed,
    older,
    cases,
    caseFigures: figures,
    facts: new Map(facts.map((one) => [one.id, one])),
    met,
    picture: (term) => glossary.terms.find((entry) => entry.id === term)?.analogies[audience.industry as Industry]?.short,
    awaited: input.awaited ?? null,
    more,
    happenings,
    moreDecisions,
    moreHappenings,
  };
  const counted = [all, checked, open, closed, older, more, moreDecisions, moreHappenings, gaps.unowned, gaps.unmonitored].filter(
    (one) => one !== null,
  );
  return { material, portfolioFacts: [...counted, ...Object.values(figures ?? {})], attempted: coverage.attempted };
}

/** Where nobody raised anything, nothing ended and nothing is silent, there is nothing to say of cases. */
const spoken = (figures: CaseFigures): CaseFigures | null =>
  [figures.raised, figures.closed, figures.reopened, figures.silent].some((one) => one.value > 0) ? figures : null;

async function readAll(ctx: Ctx, { audience, destination, period, editionId }: GatherInput) {
  const { teamId } = audience;
  // Reads that do not wait for one another go at once: the text is composed in the time of the slowest.
  const [organisation, coverage, speaking, matters, cases, met, happenings, figures, gaps] = await Promise.all([
    readOrganisation(ctx),
    readCoverage(ctx, period, teamId),
    readFindings(ctx, period, { teamId, minSeverity: speakFrom }),
    openMatters(ctx, { teamId, period, zone: audience.zone, limit: shownMatters }),
    listOpenCases(ctx, { teamId, limit: shownCases }),
    selectMet(ctx.db, destination, terms),
    readHappenings(ctx, { period, zone: audience.zone, teamId, destination }),
    caseFigures(ctx, {
      period: { start: period.start, end: period.end },
      zone: audience.zone,
      runId: editionId,
      ...(teamId ? { teamId } : {}),
    }),
    readGapCounts(ctx, teamId),
  ]);
  const top = speaking.found.find((one) => one.kind !== 'run-failed' && one.kind !== 'run-abstained');
  const run = await findPublishedRun(ctx, period, { teamId, ...(top ? { modelId: top.modelId } : {}) });
  const [focus, { findings, facts }] = await Promise.all([
    run ? readFocus(ctx, run, period) : null,
    readFindingsWithFacts(ctx, { period, teamId, speaking: speaking.found, happenings, modelId: run?.modelId }),
  ]);
  const ofOthers = speaking.total - speaking.found.filter((one) => one.modelId === run?.modelId).length;
  const hiddenFindings = ofOthers - otherModels({ focus, findings }).length;
  return {
    organisation,
    coverage,
    focus,
    findings,
    hiddenFindings,
    facts,
    matters,
    cases,
    met,
    happenings,
    caseFigures: figures,
    gaps,
  };
}

/** All that was found of the one model beside what speaks of any, and the facts that their sentences use. */
async function readFindingsWithFacts(
  ctx: Ctx,
  about: {
    period: Period;
    teamId: string | null;
    speaking: TitledFinding[];
    happenings: Happenings;
    modelId: string | undefined;
  },
): Promise<{ findings: TitledFinding[]; facts: Fact[] }> {
  const { period, teamId, speaking, happenings, modelId } = about;
  const own = modelId === undefined ? [] : (await readFindings(ctx, period, { teamId, minSeverity: 0, modelId })).found;
  const findings = uniteFindings(speaking, own);
  const stated = [
    ...findings.flatMap((one) => Object.values(one.slots)),
    ...leadFactIds(happenings),
    ...happenings.waiting.slice(0, 1).flatMap((one) => weighedFactIds(one.shown)),
  ];
  return { findings, facts: await readFacts(ctx, [...new Set(stated)]) };
}

function uniteFindings(speaking: TitledFinding[], own: TitledFinding[]): TitledFinding[] {
  const byId = new Map([...speaking, ...own].map((one) => [one.id, one]));
  return [...byId.values()].toSorted(
    (a, b) => b.severity - a.severity || a.modelId.localeCompare(b.modelId) || a.key.localeCompare(b.key),
  );
}

/** States figures that belong to no model: they carry `*` for the model and the edition's id for the run. */
function portfolio(ctx: Ctx, editionId: string, period: Period) {
  return (measure: Measure, value: number, about = ''): Fact => ({
    id: newId(),
    runId: editionId,
    modelId: '*',
    version: null,
    about,
    measure,
    value,
    unit: 'count',
    grain: period.grain,
    periodStart: period.start,
    periodEnd: period.end,
    comparison: null,
    source: {
      source: 'registry',
      windowStart: period.start,
      windowEnd: period.end,
      rows: value,
      columns: [],
      method: 'count(*)',
    },
    computedAt: ctx.now,
  });
}

let glossaryOnce: ReturnType<typeof loadGlossary> | undefined;
const loadGlossaryOnce = () => (glossaryOnce ??= loadGlossary());
