import type { Panel, SeriesChart } from './chart-input.ts';
import { fillSpec } from './fill-spec.ts';
import type { Spec } from './fill-spec.ts';
import { domainOf, suffixOf, ticksOf, valueLabel } from './panel-scale.ts';
import { panelSpec, sideGapPx, tickCount } from './panel-spec.ts';
import { textWidth } from './text-width.ts';
import { colours, lineHeight, sizes } from './theme.ts';
import { layTitles, shift } from './titles.ts';
import type { Label } from './titles.ts';

const timesPx = 76;
const onePanelPx = 320;
const twoPanelsPx = 190;

/** One panel, or two on the same time axis. At least 1,200 × 630; taller where titles wrap or a second panel needs it. */
export function seriesSpec(chart: SeriesChart): Spec {
  const titles = layTitles(chart);
  const panels = chart.below ? [chart.panel, chart.below] : [chart.panel];
  const headPx = chart.below ? lineHeight(sizes.subtitle) + 50 : 30;
  const top = titles.bottomPx + headPx;
  const leastPx = chart.below ? twoPanelsPx : onePanelPx;
  const heightPx = Math.max(leastPx, (sizes.height - top - timesPx - (panels.length - 1) * headPx) / panels.length);
  const { left, right } = sides(panels, heightPx);
  const widthPx = sizes.width - left - right;
  const head = (panel: Panel): Label[] =>
    chart.below
      ? [{ text: panel.name, x: sizes.margin - left, y: -headPx / 2 + 6, size: sizes.subtitle, color: colours.text }]
      : [];
  const spec = fillSpec('series', {
    padding: { left, right, top, bottom: timesPx },
    spacingPx: headPx,
    panels: panels.map((panel, index) =>
      panelSpec(panel, {
        widthPx,
        heightPx,
        showTimes: index === panels.length - 1,
        labels: index === 0 ? shift(titles.subtitle, left, top) : [],
        boldLabels: [...(index === 0 ? shift(titles.title, left, top) : []), ...head(panel)],
      }),
    ),
  });
  return { ...spec, usermeta: { width: widthPx, height: panels.length * heightPx + (panels.length - 1) * headPx } };
}

/** Room for the longest label on either side of the plots. */
function sides(panels: readonly Panel[], heightPx: number): { left: number; right: number } {
  const plain = (text: string) => textWidth(text, sizes.label, 'regular');
  const ticks = panels.flatMap((panel) =>
    ticksOf(domainOf(panel), tickCount(heightPx)).map((tick) => plain(`${tick}${suffixOf(panel)}`)),
  );
  const labels = panels.flatMap((panel) => [
    textWidth(valueLabel(panel), sizes.value, 'bold'),
    ...(panel.band ? [plain('usual range')] : []),
    ...(panel.target ? [plain(panel.target.label)] : []),
  ]);
  return {
    left: Math.ceil(sizes.margin + Math.max(0, ...ticks) + 16),
    // The date under the newest point reaches over the plot's edge.
    right: Math.ceil(Math.max(80, sideGapPx + Math.max(...labels) + sizes.margin)),
  };
}
