import type { Fact } from '../shared/fact.ts';
import { addDays, sayDay, sayWeekday } from '../shared/period.ts';
import type { FindingMaterial, FocusMaterial, Material, MatterMaterial } from './material.ts';

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

/** The matter that a finding opened or that is still open about the same subject. */
export const matterOf = (material: Material, finding: FindingMaterial): MatterMaterial | undefined =>
  material.matters.find(
    (matter) => matter.modelId === finding.modelId && (matter.findingId === finding.id || matter.key === finding.key),
  );

/** Matters that belong to no finding of this week: carried over until somebody ends them. */
export const carriedOver = (material: Material): MatterMaterial[] =>
  material.matters.filter((matter) => !material.findings.some((finding) => matterOf(material, finding)?.id === matter.id));

export const isBad = (finding: FindingMaterial | undefined): boolean =>
  finding !== undefined && (finding.kind.endsWith('-outside') || finding.kind.endsWith('-shift'));

/** Whether the KPI fell short of its target, by the direction that is better. */
export function missesTarget(finding: FindingMaterial, material: Material): boolean {
  const gap = material.facts.get(finding.slots['gap'] ?? '');
  if (!gap) return false;
  return finding.words['better'] === 'lower' ? gap.value > 0 : gap.value < 0;
}

/** Words that most templates of one model use. */
export const focusWords = (focus: FocusMaterial): Record<string, string> => ({
  model: focus.title,
  modelId: focus.modelId,
  version: String(focus.version),
  units: focus.unitPlural,
  predictions: focus.predictionPhrase,
  predicted: focus.predictionPhrase === 'forecasts' ? 'forecast' : 'predicted',
  referenceLabel: focus.referenceLabel,
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
});

/** `a`, `a and b`, `a, b and c`; or joined by another separator throughout. */
export function sayList(items: readonly string[], separator?: string): string {
  if (separator) return items.join(separator);
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
