import { sayFact } from '../shared/say-fact.ts';
import type { Panel } from './chart-input.ts';

type Range = { lower: number; mean: number; upper: number };

const short: Record<string, string> = { minutes: ' min', percent: ' %', '': '' };
/** What stands after a value; a long unit is said in the panel's title and the text instead. */
export const suffixOf = ({ unit }: Pick<Panel, 'unit'>): string =>
  short[unit] ?? (unit.length <= longestSuffix ? ` ${unit}` : '');
const longestSuffix = 4;
/** Units whose values have one decimal. */
const fixed = new Set(['minutes', 'percent']);

export const newestValue = (panel: Panel): number => panel.points.at(-1)!.value!;
export function valueLabel(panel: Panel): string {
  const value = newestValue(panel);
  const text = fixed.has(panel.unit) ? value.toFixed(1) : sayFact({ value, unit: panel.unit }, 'bare');
  return `${text}${suffixOf(panel)}`;
}

/** The usual range at each point, if there is one. */
export const bandsOf = (panel: Panel): (Range | undefined)[] =>
  panel.points.map((_, index) => (Array.isArray(panel.band) ? panel.band[index] : panel.band));

/** Smallest and largest of all that the panel shows, with some air; a flat line gets some above and below. */
export function domainOf(panel: Panel): [number, number] {
  const values = [
    ...panel.points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...bandsOf(panel).flatMap((band) => (band ? [band.lower, band.upper] : [])),
    ...(panel.target ? [panel.target.value] : []),
  ];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const air = (most - least) * 0.1 || Math.abs(most) * 0.1 || 1;
  return [least - air, most + air];
}

/** Round values inside the domain: a step of 1, 2 or 5 times a power of ten, at most `most` of them. */
export function ticksOf([least, top]: readonly [number, number], most: number): number[] {
  const power = 10 ** Math.floor(Math.log10((top - least) / most));
  const inside = (step: number) =>
    Array.from({ length: Math.floor(top / step) - Math.ceil(least / step) + 1 }, (_, index) =>
      Number(((Math.ceil(least / step) + index) * step).toPrecision(12)),
    );
  return [1, 2, 5, 10, 20].map((factor) => inside(factor * power)).find((ticks) => ticks.length <= most) ?? [];
}
