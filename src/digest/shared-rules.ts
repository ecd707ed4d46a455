import { sayOpened } from '../matters/say-opened.ts';
import { alertFrom, speakFrom } from '../monitor/findings.ts';
import type { Fact } from '../shared/fact.ts';
import { addDays, sayDay, sayWeekday } from '../shared/period.ts';
import { joinLines, type Line } from './line.ts';
import type { Say } from './templates.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from './material.ts';

/** How the list of what is open moved in the period: what was brought to an end, what got older. */
export function movementLine(say: Say, voice: 'executive.details' | 'data-scientist', material: Material): Line | undefined {
  const lineOf = (name: 'closed' | 'older') => {
    const fact = material[name];
    return fact ? say(`${voice}.${name}.${fact.value === 1 ? 'one' : 'many'}`, 'detail', { facts: { [name]: fact } }) : undefined;
  };
  return joinLines('detail', [lineOf('closed'), lineOf('older')]);
}

/** Days a reader is given to answer an ask: a digest on Monday asks for Thursday. */
const answerDays = 3;

export const dueOf = (material: Material): string => sayWeekday(addDays(material.today, answerDays));
export const isOverdue = (matter: MatterMaterial, today: string): boolean =>
  matter.state === 'taken' && matter.dueOn !== null && matter.dueOn < today;

/** The facts of a finding by slot, as a template takes them. */
export const slotFacts = (material: Material, finding: FindingMaterial): Record<string, Fact | undefined> =>
  Object.fromEntries(Object.entries(finding.slots).map(([slot, id]) => [slot, material.facts.get(id)]));

export const findingOf = (material: Material, prefix: string): FindingMaterial | undefined =>
  material.findings.find((one) => one.modelId === material.focus?.modelId && one.kind.startsWith(prefix));

/** The matter that a finding opened, or the one that is open about the same subject where the finding is an alert again. */
export const matterOf = (material: Material, finding: FindingMaterial): MatterMaterial | undefined =>
  material.matters.find(
    (matter) =>
      matter.modelId === finding.modelId &&
      (matter.findingId === finding.id || (matter.key === finding.key && finding.severity >= alertFrom)),
  );

/** Matters that belong to no finding of this week: carried over until somebody ends them. */
export const carriedOver = (material: Material): MatterMaterial[] =>
  material.matters.filter((matter) => !material.findings.some((finding) => matterOf(material, finding)?.id === matter.id));

export const stateOf = (matter: MatterMaterial, today: string): 'nobody' | 'overdue' | 'taken' =>
  matter.state === 'open' ? 'nobody' : isOverdue(matter, today) ? 'overdue' : 'taken';

export const isBad = (finding: FindingMaterial | undefined): boolean =>
  finding !== undefined && (finding.kind.endsWith('-outside') || finding.kind.endsWith('-shift'));

/** How many findings of other models a digest names. */
export const maxOthers = 10;

/** What is worth saying of models other than the one that is spoken of in full. */
export const otherModels = (material: Pick<Material, 'focus' | 'findings'>): FindingMaterial[] =>
  material.findings.filter((one) => one.modelId !== material.focus?.modelId && one.severity >= speakFrom).slice(0, maxOthers);

/** Whether the KPI misses its target, by the direction that is better. */
export function missesTarget(finding: FindingMaterial, material: Material): boolean {
  const gap = material.facts.get(finding.slots['gap'] ?? '');
  if (!gap) return false;
  return finding.words['better'] === 'lower' ? gap.value > 0 : gap.value < 0;
}

/** On which side of its target a KPI that misses it lies. */
export const sideOf = (finding: FindingMaterial): 'above' | 'below' => (finding.words['better'] === 'lower' ? 'above' : 'below');

/**
 * How the inputs of a week with a bad figure stand against the reference. One that lies beyond the level for the first time
 * is not drift yet, but “nearly as before” would be untrue.
 */
export function inputsOf(
  material: Material,
  focus: FocusMaterial,
):
  | { name: 'inputs-alike' | 'inputs-briefly' | 'inputs-differ'; columns: string[]; phrases: string[]; highest: Fact }
  | undefined {
  const highest = focus.fact('psi-highest');
  if (!highest) return undefined;
  const drifted = material.findings.filter((one) => one.modelId === focus.modelId && one.kind === 'input-drift');
  if (drifted.length > 0) {
    const [columns, phrases] = [drifted.map((one) => one.words['column'] ?? ''), drifted.map((one) => one.words['phrase'] ?? '')];
    return { name: 'inputs-differ', columns, phrases, highest };
  }
  const level = highest.comparison?.value ?? Number.POSITIVE_INFINITY;
  const column = highest.source.columns[0] ?? '';
  const phrase = focus.inputPhrases[focus.inputColumns.indexOf(column)] ?? column;
  return { name: highest.value >= level ? 'inputs-briefly' : 'inputs-alike', columns: [column], phrases: [phrase], highest };
}

/** Where the sentences are that say how wrong the model was: by how much, or how often. */
export const errorPath = (focus: FocusMaterial): 'error' | 'wrong' => (focus.error === 'wrong' ? 'wrong' : 'error');

/** After “as in” or “unlike”: `January`, or `the period 27 July – 23 August`. */
export const sayReferenceTime = (label: string): string => (/^\d/.test(label) ? `the period ${label}` : label);

/** Words that most templates of one model use. */
export const focusWords = (focus: FocusMaterial): Record<string, string> => ({
  model: focus.title,
  modelId: focus.modelId,
  version: String(focus.version),
  units: focus.unitPlural,
  predictions: focus.predictionPhrase,
  referenceLabel: focus.referenceLabel,
  referenceTime: sayReferenceTime(focus.referenceLabel),
  inputs: sayList(focus.inputPhrases),
  list: sayList(focus.notMeasured, '; '),
  fallbackPhrase: focus.fallbackPhrase ?? '',
});

export const matterWords = (matter: MatterMaterial): Record<string, string> => ({
  title: matter.title,
  model: matter.modelTitle,
  owner: matter.ownerName ?? 'nobody',
  due: matter.dueOn ? sayWeekday(matter.dueOn) : 'no date yet',
  since: sayDay(matter.openedFor),
  opened: sayOpened(matter),
});

/** `a`, `a and b`, `a, b and c`; or joined by another separator throughout. */
export function sayList(items: readonly string[], separator?: string): string {
  if (separator) return items.join(separator);
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
