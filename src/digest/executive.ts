import { speakFrom } from '../monitor/findings.ts';
import { sayDay, sayPeriod } from '../shared/period.ts';
import { coverageLine } from './coverage.ts';
import { joinLines, type Line } from './line.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from './material.ts';
import {
  carriedOver,
  dueOf,
  findingOf,
  focusWords,
  isBad,
  isOverdue,
  matterWords,
  missesTarget,
  sayList,
  slotFacts,
} from './shared-rules.ts';
import type { Say } from './templates.ts';

export interface Written {
  headline: Line;
  lines: Line[];
  /** The term whose picture was told. */
  term: string | null;
}

/** The executive's digest: the verdict, one finding in full, the KPI beside the error, what is not known, what was checked. */
export function writeExecutive(say: Say, material: Material): Written {
  const error = findingOf(material, 'error-');
  const kpi = findingOf(material, 'kpi-');
  const headline = headlineOf(say, material, error, kpi);
  if (isQuiet(material, error, kpi)) return { headline, lines: quietLines(say, material, error, kpi), term: null };
  const picture = analogyOf(say, material, error, kpi);
  const { focus } = material;
  const lines = focus
    ? [
        joinLines('kpi', [kpi && kpiLine(say, material, focus, kpi)]),
        joinLines('error', [error && errorLine(say, material, focus, error)]),
        partLine(say, error, kpi),
        ...material.findings
          .filter((one) => one.modelId === focus.modelId && isDataOrDrift(one))
          .slice(0, 1)
          .map((one) => otherLine(say, material, focus, one)),
        joinLines('cause', [isBad(error) || isBad(kpi) ? causeLine(say, material, focus) : undefined, picture?.line]),
        focus.notMeasured.length > 0 && (isBad(error) || isBad(kpi))
          ? say('executive.not-measured', 'not-measured', { words: focusWords(focus) })
          : undefined,
      ]
    : [];
  return {
    headline,
    lines: [...lines, coverageLine(say, material, 'executive'), ...stillOpen(say, material)].filter((one) => one !== undefined),
    term: picture?.term ?? null,
  };
}

/** The picture of one term that fits the week and that these readers have not met yet. */
function analogyOf(
  say: Say,
  material: Material,
  error?: FindingMaterial,
  kpi?: FindingMaterial,
): { term: string; line: Line } | undefined {
  const drifted = material.findings.some((one) => one.kind === 'input-drift');
  const broken = material.findings.some((one) => one.kind === 'rows-short' || one.kind === 'values-missing');
  const early = error?.kind === 'error-early' || kpi?.kind === 'kpi-early';
  const fitting = [
    ...(isBad(error) ? [drifted ? 'data-drift' : 'concept-drift'] : []),
    ...(broken ? ['data-quality'] : []),
    ...(early ? ['error-measure'] : ['usual-range']),
    ...(kpi && missesTarget(kpi, material) ? ['target'] : []),
  ];
  const term = fitting.find((one) => !material.met.has(one) && material.picture(one) !== undefined);
  if (term === undefined) return undefined;
  return { term, line: say(`executive.analogy.${term}`, 'cause', { words: { short: material.picture(term) } }) };
}

const isDataOrDrift = (finding: FindingMaterial) =>
  finding.kind.endsWith('-drift') || finding.kind === 'rows-short' || finding.kind === 'values-missing';

/** Checked, in range, nothing open: two lines and no more. */
export function isQuiet(material: Material, error: FindingMaterial | undefined, kpi: FindingMaterial | undefined): boolean {
  const speaking = material.findings.some((one) => one.severity >= speakFrom);
  const early = error?.kind === 'error-early' || kpi?.kind === 'kpi-early';
  return (
    !speaking && !early && material.matters.length === 0 && material.models.unchecked.length === 0 && material.focus !== null
  );
}

function headlineOf(say: Say, material: Material, error?: FindingMaterial, kpi?: FindingMaterial): Line {
  const { focus } = material;
  const path = (name: string) => `executive.headline.${name}`;
  const overdue = material.matters.find((matter) => isOverdue(matter, material.today));
  const open = material.matters.filter((matter) => matter.state === 'open');
  if (overdue) return say(path('overdue'), 'headline', { words: matterWords(overdue) });
  if (open[0]) return askLine(say, material, open);
  const taken = material.matters[0];
  if (taken)
    return say(path('in-hand'), 'headline', { words: { ...matterWords(taken), trouble: troubleOf(say, material, taken) } });
  const unchecked = material.models.unchecked[0];
  if (unchecked) return say(path('unchecked'), 'headline', { words: { model: unchecked.title, reason: 'it was not checked' } });
  const better = material.findings.find((one) => one.kind.endsWith('-better'));
  if (better) {
    const what = say(`executive.better.${better.kind}`, 'headline', { words: { ...better.words, model: better.modelTitle } });
    return say(path('better'), 'headline', { words: { what } });
  }
  const drift = material.findings.find((one) => one.kind.endsWith('-drift'));
  if (drift)
    return say(path('moved'), 'headline', {
      words: { model: drift.modelTitle, sees: say(`executive.sees.${drift.kind}`, 'detail') },
    });
  const early = error?.kind === 'error-early' ? error : kpi?.kind === 'kpi-early' ? kpi : undefined;
  if (early) return say(path('early'), 'headline', { facts: slotFacts(material, early) });
  if (focus && kpi && missesTarget(kpi, material))
    return say(path('below'), 'headline', { words: { phrase: kpi.words['phrase'] } });
  return say(path('quiet'), 'headline', { words: { period: sayPeriod(material.period, { year: false }) } });
}

function askLine(say: Say, material: Material, open: MatterMaterial[]): Line {
  const first = open[0]!;
  const due = dueOf(material);
  if (open.length > 1) return say('executive.headline.ask-many', 'headline', { facts: { open: material.open }, words: { due } });
  return say('executive.headline.ask', 'headline', { words: { due, trouble: troubleOf(say, material, first) } });
}

const troubles = new Set(['error', 'kpi', 'rows', 'missing', 'run']);

/** What is to be found out, by what the matter is about; a matter of an earlier week names it. */
function troubleOf(say: Say, material: Material, matter: MatterMaterial): Line {
  const subject = matter.key.split(':')[0] ?? '';
  const now = matter.openedFor === material.period.start ? '-now' : '';
  return say(`executive.trouble.${troubles.has(subject) ? `${subject}${now}` : 'other'}`, 'detail', {
    words: matterWords(matter),
  });
}

/** The first figure names its week; the month and the year stand on the page. */
export const weekWords = (material: Material): string => `week of ${sayDay(material.period.start)}`;

function kpiLine(say: Say, material: Material, focus: FocusMaterial, kpi: FindingMaterial): Line {
  const facts = slotFacts(material, kpi);
  const words = { ...focusWords(focus), ...kpi.words, week: weekWords(material) };
  const shape = !facts['before'] ? 'figure-first' : kpi.kind === 'kpi-early' ? 'figure-early' : 'figure';
  const figure = say(`executive.kpi.${shape}`, 'kpi', { facts, words });
  const met = missesTarget(kpi, material) ? 'below' : 'met';
  const again = kpi.weeksRunning > 1 ? 'again' : 'first';
  const clause =
    kpi.kind === 'kpi-outside'
      ? `outside-${again}`
      : kpi.kind === 'kpi-shift'
        ? 'shift'
        : kpi.kind === 'kpi-better'
          ? 'better'
          : kpi.kind === 'kpi-early'
            ? `${met}-early`
            : `${met}-in-range`;
  const said = joinLines('kpi', [figure, say(`executive.kpi.${clause}`, 'kpi', { facts, words })])!;
  // The clause “below target” speaks of the gap, which is a fact of its own.
  return { ...said, facts: [...said.facts, ...(facts['gap'] ? [facts['gap'].id] : [])] };
}

function errorLine(say: Say, material: Material, focus: FocusMaterial, error: FindingMaterial): Line {
  const facts = slotFacts(material, error);
  const again = error.weeksRunning > 1 ? 'again' : 'first';
  const name =
    error.kind === 'error-outside'
      ? `outside-${again}`
      : error.kind === 'error-early' && !facts['before']
        ? 'early-first'
        : error.kind.slice('error-'.length);
  const said = say(`executive.error.${name}`, 'error', { facts, words: focusWords(focus) });
  return {
    ...said,
    facts: [...said.facts, ...['weeks', 'change', 'high', 'low'].flatMap((slot) => (facts[slot] ? [facts[slot].id] : []))],
  };
}

/** KPI and error beside one another: said when one left its usual range and the other did not, or both. */
function partLine(say: Say, error: FindingMaterial | undefined, kpi: FindingMaterial | undefined): Line | undefined {
  if (!error || !kpi || (!isBad(error) && !isBad(kpi))) return undefined;
  const which = isBad(error) && isBad(kpi) ? 'both' : isBad(error) ? 'error-only' : 'kpi-only';
  const facts = [error.slots['now'], kpi.slots['now'], kpi.slots['low'], error.slots['high']].filter((id) => id !== undefined);
  return { ...say(`executive.part.${which}`, 'part', { words: kpi.words }), facts };
}

function causeLine(say: Say, material: Material, focus: FocusMaterial): Line {
  const drifted = material.findings.filter((one) => one.modelId === focus.modelId && one.kind === 'input-drift');
  const highest = focus.fact('psi-highest');
  if (!highest) return say('executive.cause.no-inputs', 'cause');
  const name = drifted.length > 0 ? 'inputs-differ' : 'inputs-alike';
  const words = { ...focusWords(focus), drifted: sayList(drifted.map((one) => one.words['phrase'] ?? '')) };
  return { ...say(`executive.cause.${name}`, 'cause', { words }), facts: [highest.id] };
}

function otherLine(say: Say, material: Material, focus: FocusMaterial, finding: FindingMaterial): Line {
  const facts = slotFacts(material, finding);
  const words = { ...focusWords(focus), ...finding.words };
  if (!finding.kind.endsWith('-drift')) return say(`executive.${finding.kind}`, 'data', { facts, words });
  const sees = say(`executive.sees.${finding.kind}`, 'drift');
  const said = say(`executive.drift.${finding.pattern === 'abrupt' ? 'abrupt' : 'gradual'}`, 'drift', {
    words: { ...words, sees },
  });
  return { ...said, facts: Object.values(finding.slots) };
}

function stillOpen(say: Say, material: Material): Line[] {
  return carriedOver(material)
    .slice(0, 2)
    .map((matter) => {
      const state = matter.state === 'open' ? 'nobody' : isOverdue(matter, material.today) ? 'overdue' : 'taken';
      return say(`executive.still-open.${state}`, 'still-open', { words: matterWords(matter) });
    });
}

function quietLines(say: Say, material: Material, error: FindingMaterial | undefined, kpi: FindingMaterial | undefined): Line[] {
  const focus = material.focus!;
  const words = focusWords(focus);
  const kpiSaid =
    kpi &&
    say(`executive.kpi-quiet.${missesTarget(kpi, material) ? 'below' : 'met'}`, 'kpi', {
      facts: slotFacts(material, kpi),
      words: { ...words, ...kpi.words },
    });
  const errorSaid = error && say('executive.error.quiet', 'error', { facts: slotFacts(material, error), words });
  const said = joinLines('kpi', [kpiSaid, errorSaid]);
  const coverage = coverageLine(say, material, 'executive', true);
  return [coverage, said].filter((one) => one !== undefined);
}
