import { judgeSentence, type Fault } from '../../../src/digest/phrasing/judge-sentence.ts';
import { thePhrasings } from '../../../src/digest/phrasing/load-phrasings.ts';
import { createSay, loadTemplates } from '../../../src/digest/templates.ts';
import { writeEdition } from '../../../src/digest/write-edition.ts';
import type { Material } from '../../../src/digest/material.ts';
import { findingKinds } from '../../../src/monitor/findings.ts';
import { materialOf, type Wish } from '../materials.ts';
import { corruptions, diceOf, honest } from './corruptions.ts';

const templates = loadTemplates();
const names = ['Churn Score', 'Flight Delay', 'flight-delay', 'Maya Chen'];

/** Weeks of every kind that the digest has words for. */
const wishes: Wish[] = [
  {},
  { values: { kpi_gap: 0.02, kpi_now: 0.82 } },
  { busy: true },
  { unchecked: ['Churn'], models: 3 },
  { closed: 2, older: 3, caseFigures: { raised: 3, closed: 1, silent: 2, confirmedShare: 0.5, firstAnswer: 5, repair: 9 } },
  ...findingKinds.flatMap((kind): Wish[] => [
    { findings: [kind, 'kpi-in-range'], matters: [{}] },
    { findings: [kind, 'error-outside'], matters: [{ state: 'taken' }] },
    { findings: ['error-in-range', kind], highest: 0.31 },
    { findings: ['error-outside', 'kpi-outside', kind], before: false },
  ]),
];

/** The whole sentences that an edition is made of, by the path of their templates. */
export function sentencesOf(material: Material): { path: string; template: string }[] {
  const said = new Set<string>();
  const say = createSay(templates);
  writeEdition(material, (path, ...rest) => (said.add(path), say(path, ...rest)));
  return [...said]
    .map((path) => ({ path, template: templates.get(path)! }))
    .filter(
      ({ path, template }) => path.startsWith('executive.') && /\p{L}.*[.?]\*?$/u.test(template) && !template.includes('/leeway'),
    );
}

export interface Row {
  name: string;
  made: number;
  caught: number;
  /** Caught by slots and figures alone, as a guard of numbers would. */
  bySlots: number;
  /** And by lists of words: amounts, directions, comparisons, causes, denials, times. */
  byLists: number;
  /** What got through. */
  missed: string[];
}

const slotFaults = new Set<Fault | undefined>(['figure', 'slots']);
const listFaults = new Set<Fault | undefined>([
  'number',
  'direction',
  'comparison',
  'cause',
  'denial',
  'time',
  'markup',
  'length',
  'language',
  'name',
  'jargon',
  'hard-to-read',
]);

/** Words editions honestly and corrupts one sentence of each, `each` times for every way to lie. */
export function measureWording({ each, seed }: { each: number; seed: number }) {
  const dice = diceOf(seed);
  const editions = wishes.map((wish) => sentencesOf(materialOf(wish)));
  const phrasings = thePhrasings();
  let [accepted, asked] = [0, 0];
  const rows = Object.entries(corruptions).map(([name, corrupt]): Row => {
    const row: Row = { name, made: 0, caught: 0, bySlots: 0, byLists: 0, missed: [] };
    for (let tries = 0; row.made < each && tries < each * 40; tries++) {
      const { path, template } = dice(dice(editions));
      const said = honest(template, path, dice);
      const lie = corrupt(said, dice);
      if (lie === undefined || lie === said) continue;
      asked++;
      if (judgeSentence(said, { template, path, names }, phrasings) === undefined) accepted++;
      row.made++;
      const fault = judgeSentence(lie, { template, path, names }, phrasings);
      if (fault === undefined) row.missed.push(`${template} → ${lie}`);
      else row.caught++;
      if (slotFaults.has(fault)) row.bySlots++;
      if (slotFaults.has(fault) || listFaults.has(fault)) row.byLists++;
    }
    return row;
  });
  return { rows, accepted, honest: asked };
}
