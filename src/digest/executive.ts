import { complaintLines } from './business-lines.ts';
import { speakFrom } from '../monitor/findings.ts';
import { sayDay } from '../shared/period.ts';
import { bracketsOf } from './brackets.ts';
import { silentCases, silentLine } from './case-lines.ts';
import { changeLines } from './changes.ts';
import { coverageLine } from './coverage.ts';
import { executiveHeadline, uncheckedLine } from './executive-headline.ts';
import { gapLine } from './gap-line.ts';
import { joinLines, type Line } from './line.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from './material.ts';
import {
  carriedOver,
  errorPath,
  findingOf,
  focusWords,
  inputsOf,
  isBad,
  matterOf,
  matterWords,
  missesTarget,
  sayList,
  sideOf,
  slotFacts,
  stateOf,
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
  const { line: headline, told, silentTold } = executiveHeadline(say, material);
  const changes = changeLines(say, material).shown;
  const complaints = complaintLines(say, 'executive', material).slice(0, 1);
  if (isQuiet(material, error, kpi))
    return {
      headline,
      lines: [
        ...changes,
        ...quietLines(say, material, headline, error, kpi),
        ...complaints,
        gapLine(say, 'executive', material),
      ].filter((one) => one !== undefined),
      term: null,
    };
  const picture = analogyOf(say, material, error, kpi);
  const { focus } = material;
  const hand = (finding: FindingMaterial | undefined) => finding && handLine(say, material, finding, told);
  const bad = isBad(error) || isBad(kpi);
  const other = otherFindings(material)[0];
  const lines = focus
    ? [
        focusHead(say, material, headline),
        joinLines('kpi', [kpi && kpiLine(say, material, focus, kpi), hand(kpi)]),
        joinLines('error', [error && errorLine(say, material, focus, error), hand(error)]),
        rightUnknown(say, focus),
        ...complaints,
        partLine(say, error, kpi),
        joinLines('data', [other && otherLine(say, material, focus, other), hand(other)]),
        joinLines('cause', [bad ? causeLine(say, material, focus) : undefined, picture?.line]),
        bad && focus.notMeasured.length > 0
          ? say('executive.not-measured', 'not-measured', { words: focusWords(focus) })
          : undefined,
      ]
    : [];
  return {
    headline,
    lines: [
      ...changes,
      // A week of which nothing is known must not be passed over for what is open from before.
      focus || material.models.unchecked.length === 0 || headline.text === uncheckedLine(say, material).text
        ? undefined
        : uncheckedLine(say, material, 'data'),
      ...lines,
      coverageLine(say, material, 'executive'),
      silentTold ? undefined : silentLine(say, 'executive', material),
      ...stillOpen(say, material, told),
      gapLine(say, 'executive', material),
    ].filter((one) => one !== undefined),
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
  if (!material.focus) return undefined;
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

/** Checked, in range, nothing open: two lines and no more. */
function isQuiet(material: Material, error: FindingMaterial | undefined, kpi: FindingMaterial | undefined): boolean {
  const speaking = material.findings.some((one) => one.severity >= speakFrom);
  const early = error?.kind === 'error-early' || kpi?.kind === 'kpi-early';
  return (
    !speaking &&
    !early &&
    material.matters.length === 0 &&
    !silentCases(material) &&
    material.models.unchecked.length === 0 &&
    material.focus !== null
  );
}

/** What the focus has to say beside error and first KPI: data, then drift; the first is told, the rest is in the thread. */
export const otherFindings = (material: Material): FindingMaterial[] =>
  material.findings.filter(
    (one) =>
      one.modelId === material.focus?.modelId &&
      (one.kind.endsWith('-drift') || one.kind === 'rows-short' || one.kind === 'values-missing'),
  );

/** The first figure names its week; the month and the year stand on the page. */
const weekWords = (material: Material): string => `week of ${sayDay(material.period.start)}`;

export function kpiLine(say: Say, material: Material, focus: FocusMaterial, kpi: FindingMaterial): Line {
  const facts = slotFacts(material, kpi);
  const early = kpi.kind === 'kpi-early';
  const brackets = bracketsOf(say, 'kpi', focus, {
    before: facts['before'],
    reference: early || !facts['before'] ? facts['reference'] : undefined,
    target: facts['target'],
  });
  const words = {
    ...focusWords(focus),
    ...kpi.words,
    week: weekWords(material),
    brackets,
    side: say(`executive.side.${sideOf(kpi)}`, 'kpi'),
  };
  const clause = kpiClause(material, kpi, facts['target'] !== undefined);
  const said = joinLines('kpi', [
    say('executive.kpi.figure', 'kpi', { facts, words }),
    clause === undefined ? undefined : say(`executive.kpi.${clause}`, 'kpi', { facts, words }),
  ])!;
  // The clause “below target” speaks of the gap, which is a fact of its own.
  return { ...said, facts: [...new Set([...said.facts, ...(facts['gap'] ? [facts['gap'].id] : [])])] };
}

function kpiClause(material: Material, kpi: FindingMaterial, hasTarget: boolean): string | undefined {
  const standing = kpi.kind.slice('kpi-'.length);
  if (standing === 'outside') return kpi.weeksRunning > 1 ? 'outside-again' : 'outside-first';
  if (standing === 'shift' || standing === 'better') return standing;
  const met = missesTarget(kpi, material) ? 'missed' : 'met';
  if (standing === 'early') return hasTarget ? met : undefined;
  return hasTarget ? `${met}-in-range` : 'in-range';
}

function errorLine(say: Say, material: Material, focus: FocusMaterial, error: FindingMaterial): Line {
  const facts = slotFacts(material, error);
  const early = error.kind === 'error-early';
  const reference = early || !facts['before'] ? facts['reference'] : undefined;
  const compared = { before: facts['before'], [focus.referenceIsTraining ? 'learned' : 'reference']: reference };
  const brackets = bracketsOf(say, 'error', focus, compared);
  const name =
    error.kind === 'error-outside' ? `outside-${error.weeksRunning > 1 ? 'again' : 'first'}` : error.kind.slice('error-'.length);
  const said = say(`executive.${errorPath(focus)}.${name}`, 'error', { facts, words: { ...focusWords(focus), brackets } });
  return { ...said, facts: [...new Set([...said.facts, ...restsOf(error)])] };
}

/** Without outcomes nothing can be said of how right the model is, and a reader must not take silence for praise. */
const rightUnknown = (say: Say, focus: FocusMaterial): Line | undefined =>
  focus.error === 'unknown' ? say('executive.error-unknown', 'error', { words: focusWords(focus) }) : undefined;

/** What words such as “outside”, “first week” or “inside” rest on. */
const restsOf = ({ slots }: FindingMaterial): string[] => ['weeks', 'change', 'high', 'low'].flatMap((slot) => slots[slot] ?? []);

/** KPI and error beside one another: said when one is worse than usual and the other is not, or both. Too early for one, nothing is said. */
function partLine(say: Say, error: FindingMaterial | undefined, kpi: FindingMaterial | undefined): Line | undefined {
  if (!error || !kpi || error.kind === 'error-early' || kpi.kind === 'kpi-early') return undefined;
  const [badError, badKpi] = [isBad(error), isBad(kpi)];
  if (!badError && !badKpi) return undefined;
  const which =
    badError && badKpi
      ? 'both'
      : badError
        ? kpi.kind === 'kpi-better'
          ? 'error-against-kpi'
          : 'error-only'
        : error.kind === 'error-better'
          ? 'kpi-against-error'
          : 'kpi-only';
  const facts = ['now', 'low', 'high'].flatMap((slot) => [error.slots[slot], kpi.slots[slot]]).filter((id) => id !== undefined);
  return { ...say(`executive.part.${which}`, 'part', { words: kpi.words }), facts };
}

function causeLine(say: Say, material: Material, focus: FocusMaterial): Line {
  const inputs = inputsOf(material, focus);
  if (!inputs) return say('executive.cause.no-inputs', 'cause');
  const words = { ...focusWords(focus), drifted: sayList(inputs.phrases) };
  return { ...say(`executive.cause.${inputs.name}`, 'cause', { words }), facts: [inputs.highest.id] };
}

/** Data that are missing, or what changed of the inputs, the predictions or the outcome. */
export function otherLine(say: Say, material: Material, focus: FocusMaterial, finding: FindingMaterial): Line {
  const facts = slotFacts(material, finding);
  const words = { ...focusWords(focus), ...finding.words };
  if (!finding.kind.endsWith('-drift')) return say(`executive.${finding.kind}`, 'data', { facts, words });
  const said = say(`executive.drift.${finding.kind}-${finding.pattern === 'abrupt' ? 'abrupt' : 'gradual'}`, 'drift', { words });
  return { ...said, facts: Object.values(finding.slots) };
}

/** Who has a finding in hand, where the headline has not said it. */
function handLine(say: Say, material: Material, finding: FindingMaterial, told: MatterMaterial | undefined): Line | undefined {
  const matter = matterOf(material, finding);
  if (!matter || matter.id === told?.id) return undefined;
  return say(`executive.hand.${stateOf(matter, material.today)}`, 'hand', { words: matterWords(matter) });
}

const maxStillOpen = 3;

function stillOpen(say: Say, material: Material, told: MatterMaterial | undefined): Line[] {
  return carriedOver(material)
    .filter((matter) => matter.id !== told?.id)
    .slice(0, maxStillOpen)
    .map((matter) =>
      say(`executive.still-open.${stateOf(matter, material.today)}`, 'still-open', { words: matterWords(matter) }),
    );
}

function quietLines(
  say: Say,
  material: Material,
  headline: Line,
  error: FindingMaterial | undefined,
  kpi: FindingMaterial | undefined,
): Line[] {
  const focus = material.focus!;
  const joined = joinLines('kpi', [kpi && quietKpi(say, material, focus, kpi), error && quietError(say, material, focus, error)]);
  return [
    coverageLine(say, material, 'executive', true),
    focusHead(say, material, headline),
    joined,
    rightUnknown(say, focus),
  ].filter((one) => one !== undefined);
}

/** With several models the figures have to say whose they are; where one is asked about, the headline has. */
const focusHead = (say: Say, { focus, models }: Material, headline: Line): Line | undefined =>
  focus && models.all.value > 1 && !headline.text.includes(focus.title)
    ? say('executive.head', 'head', { words: focusWords(focus) })
    : undefined;

function quietKpi(say: Say, material: Material, focus: FocusMaterial, kpi: FindingMaterial): Line {
  const facts = slotFacts(material, kpi);
  const missed = missesTarget(kpi, material);
  const brackets = bracketsOf(say, 'kpi', focus, { before: facts['before'], target: missed ? undefined : facts['target'] });
  const words = { ...focusWords(focus), ...kpi.words, brackets, side: say(`executive.side.${sideOf(kpi)}`, 'kpi') };
  const said = say(`executive.kpi-quiet.${missed ? 'missed' : 'met'}`, 'kpi', { facts, words });
  return { ...said, facts: [...said.facts, ...restsOf(kpi), ...(facts['gap'] ? [facts['gap'].id] : [])] };
}

function quietError(say: Say, material: Material, focus: FocusMaterial, error: FindingMaterial): Line {
  const facts = slotFacts(material, error);
  const after = facts['before'] ? say('executive.error.after', 'error', { facts }) : '';
  const said = say(`executive.${errorPath(focus)}.quiet`, 'error', { facts, words: { ...focusWords(focus), after } });
  return { ...said, facts: [...said.facts, ...restsOf(error)] };
}
