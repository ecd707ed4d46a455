// What a language model that lies gets through: real editions of the flights and made ones, worded honestly and then corrupted,
// 2,000 for each way to lie. `value` is the share that was caught, `against` what checking slots and figures alone would catch.
import type { Figure } from './figure.ts';
import { measureWording } from '../digest/phrasing/measure-wording.ts';

export async function run(): Promise<Omit<Figure, 'name'>> {
  const { rows, accepted, honest } = measureWording({ each: 2_000, seed: 1 });
  const width = Math.max(...rows.map((row) => row.name.length));
  for (const row of rows)
    console.error(
      `${row.name.padEnd(width)}  slots and figures ${percent(row.bySlots, row.made)}  + lists of words ${percent(row.byLists, row.made)}  + closed wording ${percent(row.caught, row.made)}  of ${row.made}`,
    );
  console.error(`${'honest wordings used'.padEnd(width)}  ${percent(accepted, honest)} of ${honest}`);
  const sum = (of: 'caught' | 'made' | 'bySlots') => rows.reduce((total, row) => total + row[of], 0);
  const [value, against] = [sum('caught') / sum('made'), sum('bySlots') / sum('made')];
  return { value, unit: 'share caught', against, ratio: value / against };
}

const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1).padStart(5)} %`;
