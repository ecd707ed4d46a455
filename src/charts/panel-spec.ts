import type { Panel } from './chart-input.ts';
import { dodge } from './dodge.ts';
import { fillSpec } from './fill-spec.ts';
import type { Spec } from './fill-spec.ts';
import { bandsOf, domainOf, newestValue, suffixOf, ticksOf, valueLabel } from './panel-scale.ts';
import { colours, lineHeight, sizes } from './theme.ts';
import type { Label } from './titles.ts';

interface Place {
  widthPx: number;
  heightPx: number;
  showTimes: boolean;
  labels: Label[];
  boldLabels: Label[];
}

const shownTimes = 5;
/** From the plot's edge to the labels beside it. */
export const sideGapPx = 28;

/** How many values the axis of a panel names. */
export const tickCount = (heightPx: number): number => (heightPx > 250 ? 4 : 3);

/** One measure over time: band, target, line and the highlighted newest point with its label. */
export function panelSpec(panel: Panel, place: Place): Spec {
  const bands = bandsOf(panel);
  const times = panel.points.map((point) => Date.parse(`${point.day}T00:00:00Z`));
  const time = times.at(-1)!;
  const value = newestValue(panel);
  const range = bands.at(-1);
  const outside = range !== undefined && (value < range.lower || value > range.upper);
  const domain = domainOf(panel);
  const labels = sideLabels(panel, { range, outside }, domain, place);
  return fillSpec('panel', {
    ...place,
    timeDomain: [times[0], time],
    timeTicks: times.filter((_, index) => (times.length - 1 - index) % Math.ceil(times.length / shownTimes) === 0),
    valueDomain: domain,
    valueTicks: ticksOf(domain, tickCount(place.heightPx)),
    valueLabel: `datum.value + ${JSON.stringify(suffixOf(panel))}`,
    band: bands.flatMap((band, index) => (band ? [{ time: times[index], lower: band.lower, upper: band.upper }] : [])),
    target: panel.target ? [{ value: panel.target.value }] : [],
    points: panel.points.map((point, index) => ({ time: times[index], value: point.value })),
    // Outside the usual range the newest point differs by shape and size too, never by colour alone.
    last: [
      outside
        ? { time, value, color: colours.outside, shape: 'diamond', size: 1500 }
        : { time, value, color: colours.data, shape: 'circle', size: 800 },
    ],
    labels: [...place.labels, ...labels.plain],
    boldLabels: [...place.boldLabels, labels.bold],
  });
}

/** The labels right of the plot, each beside what it names; the value keeps its place and the others make way. */
function sideLabels(
  panel: Panel,
  newest: { range: { lower: number; upper: number } | undefined; outside: boolean },
  [least, most]: readonly [number, number],
  place: Place,
): { bold: Label; plain: Label[] } {
  const toPx = (value: number) => place.heightPx * (1 - (value - least) / (most - least));
  const x = place.widthPx + sideGapPx;
  const color = newest.outside ? colours.outside : colours.text;
  const bold = { text: valueLabel(panel), x, y: toPx(newestValue(panel)), size: sizes.value, color };
  const plain = (text: string, value: number): Label => ({
    text,
    x,
    y: toPx(value),
    size: sizes.label,
    color: colours.quietText,
  });
  const others = [
    ...(panel.target ? [plain(panel.target.label, panel.target.value)] : []),
    ...(newest.range ? [plain('usual range', (newest.range.lower + newest.range.upper) / 2)] : []),
  ];
  const boxes = [bold, ...others].map((label) => ({ y: label.y, height: lineHeight(label.size) }));
  const placed = dodge(boxes, 0, place.heightPx);
  return { bold, plain: others.map((label, index) => ({ ...label, y: placed[index + 1]! })) };
}
