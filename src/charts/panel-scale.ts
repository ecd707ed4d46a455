import type { Panel } from './chart-input.ts';

type Range = { lower: number; mean: number; upper: number };

export const suffixes = { minutes: ' min', percent: ' %' } as const;

export const newestValue = (panel: Panel): number => panel.points.at(-1)!.value!;
export const valueLabel = (panel: Panel): string => `${newestValue(panel).toFixed(1)}${suffixes[panel.unit]}`;

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
