import type { Panel } from './chart-input.ts';
import { dodge } from './dodge.ts';
import { fillSpec } from './fill-spec.ts';
import type { Spec } from './fill-spec.ts';
import { colours, lineHeight, sizes } from './theme.ts';
import type { Label } from './titles.ts';

interface Place {
  widthPx: number;
  heightPx: number;
  showTimes: boolean;
  labels: Label[];
  boldLabels: Label[];
}

const suffix = { minutes: ' min', percent: ' %' } as const;
const shownTimes = 5;

/** One measure over time: band, target, line and the highlighted newest point with its label. */
export function panelSpec(panel: Panel, place: Place): Spec {
  const bands = panel.points.map((_, index) => (Array.isArray(panel.band) ? panel.band[index] : panel.band));
  const times = panel.points.map((point) => Date.parse(`${point.day}T00:00:00Z`));
  const time = times.at(-1)!;
  const value = panel.points.at(-1)!.value!;
  const range = bands.at(-1);
  const outside = range !== undefined && (value < range.lower || value > range.upper);
  const domain = domainOf([
    ...panel.points.flatMap((point) => (point.value === null ? [] : [point.value])),
    ...bands.flatMap((band) => (band ? [band.lower, band.upper] : [])),
    ...(panel.target ? [panel.target.value] : []),
  ]);
  const color = outside ? colours.outside : colours.data;
  const labels = sideLabels(panel, { value, range, outside }, domain, place);
  return fillSpec('panel', {
    ...place,
    timeDomain: [times[0], time],
    timeTicks: times.filter((_, index) => (times.length - 1 - index) % Math.ceil(times.length / shownTimes) === 0),
    valueDomain: domain,
    valueTicks: ticksOf(domain, place.heightPx > 250 ? 4 : 3),
    valueLabel: `datum.value + '${suffix[panel.unit]}'`,
    band: bands.flatMap((band, index) => (band ? [{ time: times[index], lower: band.lower, upper: band.upper }] : [])),
    target: panel.target ? [{ value: panel.target.value }] : [],
    points: panel.points.map((point, index) => ({ time: times[index], value: point.value })),
    // Outside the usual range the newest point differs by shape and size too, never by colour alone.
    last: [{ time, value, color, shape: outside ? 'diamond' : 'circle', size: outside ? 1500 : 800 }],
    labels: [...place.labels, ...labels.plain],
    boldLabels: [...place.boldLabels, labels.bold],
  });
}

/** The labels right of the plot, each beside what it names; the value keeps its place and the others make way. */
function sideLabels(
  panel: Panel,
  last: { value: number; range: { lower: number; upper: number } | undefined; outside: boolean },
  domain: [number, number],
  place: Place,
): { bold: Label; plain: Label[] } {
  const toPx = (value: number) => place.heightPx * (1 - (value - domain[0]) / (domain[1] - domain[0]));
  const x = place.widthPx + 28;
  const bold = {
    text: `${last.value.toFixed(1)}${suffix[panel.unit]}`,
    x,
    y: toPx(last.value),
    size: sizes.value,
    color: last.outside ? colours.outside : colours.text,
  };
  const plain = (text: string, value: number): Label => ({
    text,
    x,
    y: toPx(value),
    size: sizes.label,
    color: colours.quietText,
  });
  const others = [
    ...(panel.target ? [plain(panel.target.label, panel.target.value)] : []),
    ...(last.range ? [plain('usual range', (last.range.lower + last.range.upper) / 2)] : []),
  ];
  const placed = dodge(
    [bold, ...others].map((label) => ({ y: label.y, height: lineHeight(label.size) })),
    0,
    place.heightPx,
  );
  return { bold, plain: others.map((label, index) => ({ ...label, y: placed[index + 1]! })) };
}

/** Smallest and largest value with some air; a flat line gets some above and below. */
function domainOf(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const air = (most - least) * 0.1 || Math.abs(most) * 0.1 || 1;
  return [least - air, most + air];
}

/** Round values inside the domain: a step of 1, 2 or 5 times a power of ten, at most `most` of them. */
function ticksOf([least, top]: [number, number], most: number): number[] {
  const power = 10 ** Math.floor(Math.log10((top - least) / most));
  const inside = (step: number) =>
    Array.from({ length: Math.floor(top / step) - Math.ceil(least / step) + 1 }, (_, index) =>
      Number(((Math.ceil(least / step) + index) * step).toPrecision(12)),
    );
  return [1, 2, 5, 10, 20].map((factor) => inside(factor * power)).find((ticks) => ticks.length <= most) ?? [];
}
