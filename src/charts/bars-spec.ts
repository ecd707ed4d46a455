import type { BarsChart } from './chart-input.ts';
import { fillSpec } from './fill-spec.ts';
import type { Spec } from './fill-spec.ts';
import { textWidth } from './text-width.ts';
import { colours, sizes } from './theme.ts';
import { layTitles, shift } from './titles.ts';
import type { Label } from './titles.ts';
import { shorten } from './wrap-text.ts';

const maxRows = 12;
const rowPx = 50;
const maxNamePx = 330;
/** Room for `100.0 % (100.0 %)` beside the longest bar. */
const right = 290;

/** Shares by category, largest now first: solid = now, light with an outline = reference. */
export function barsSpec(chart: BarsChart): Spec {
  const rows = top(chart.categories).map((row) => ({
    ...row,
    name: shorten(row.name, maxNamePx, (text) => textWidth(text, sizes.label, 'regular')),
  }));
  const names = Math.max(...rows.map((row) => textWidth(row.name, sizes.label, 'regular')));
  const titles = layTitles(chart);
  const left = Math.ceil(sizes.margin + names + 20);
  const topPx = titles.bottomPx + 82;
  const key = keys(chart, titles.bottomPx + 42);
  return fillSpec('bars', {
    padding: { left, right, top: topPx, bottom: 30 },
    widthPx: sizes.width - left - right,
    heightPx: Math.max(rows.length * rowPx, sizes.height - topPx - 30),
    // An axis needs some length even when every share is zero.
    domain: [0, Math.max(...rows.flatMap((row) => [row.now, row.reference])) || 1],
    rows: unique(rows).map((row) => ({
      ...row,
      end: Math.max(row.now, row.reference),
      label: `${percent(row.now)} (${percent(row.reference)})`,
    })),
    keys: shiftKeys(key.squares, left, topPx),
    labels: shift([...titles.subtitle, ...key.labels], left, topPx),
    boldLabels: shift(titles.title, left, topPx),
  });
}

type Row = BarsChart['categories'][number];
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function top(categories: readonly Row[]): Row[] {
  const sorted = [...categories].sort((a, b) => b.now - a.now || b.reference - a.reference || (a.name < b.name ? -1 : 1));
  if (sorted.length <= maxRows) return sorted;
  const rest = sorted.slice(maxRows - 1);
  const sum = (of: 'now' | 'reference') => rest.reduce((total, row) => total + row[of], 0);
  return [...sorted.slice(0, maxRows - 1), { name: `${rest.length} others`, now: sum('now'), reference: sum('reference') }];
}

/** Two names that were shortened to the same text would share one row: invisible marks keep them apart. */
function unique(rows: readonly Row[]): Row[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const times = seen.get(row.name) ?? 0;
    seen.set(row.name, times + 1);
    return { ...row, name: row.name + '\u200b'.repeat(times) };
  });
}

function keys(
  chart: BarsChart,
  y: number,
): { squares: { x: number; y: number; color: string; stroke: string }[]; labels: Label[] } {
  const label = (text: string, x: number): Label => ({ text, x, y, size: sizes.label, color: colours.text });
  const second = sizes.margin + 44 + textWidth(chart.nowLabel, sizes.label, 'regular') + 50;
  return {
    squares: [
      { x: sizes.margin + 14, y, color: colours.dataKey, stroke: colours.dataKey },
      { x: second + 14, y, color: '#dfe6ee', stroke: '#7d8b99' },
    ],
    labels: [label(chart.nowLabel, sizes.margin + 40), label(`(${chart.referenceLabel})`, second + 40)],
  };
}

const shiftKeys = <Key extends { x: number; y: number }>(keysAt: readonly Key[], left: number, topPx: number): Key[] =>
  keysAt.map((key) => ({ ...key, x: key.x - left, y: key.y - topPx }));
