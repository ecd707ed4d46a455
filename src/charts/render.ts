import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { TopLevelSpec } from 'vega-lite';
import { messageOf } from '../shared/errors.ts';
import { barsSpec } from './bars-spec.ts';
import type { CheckedChart } from './chart-input.ts';
import { rasterise } from './rasterise.ts';
import { seriesSpec } from './series-spec.ts';
import { sparklineSpec } from './sparkline-spec.ts';

export interface Picture {
  png: Uint8Array;
  svg: string;
  widthPx: number;
  heightPx: number;
}

/** A checked chart as SVG and PNG. Throws when it comes out blank. Runs in the worker: about 100 ms of one core. */
export async function render(chart: CheckedChart): Promise<Picture> {
  const svg = await renderSvg(chart);
  return { svg, ...(await rasterise(svg, { text: chart.chart !== 'sparkline' })) };
}

/** The same characters on every machine and in every time zone. */
export async function renderSvg(chart: CheckedChart): Promise<string> {
  const { usermeta, ...spec } = specOf(chart);
  const frame = usermeta as { width: number; height: number } | undefined;
  // A picture of several panels does not know its size by itself when nothing is fitted.
  // The specs are files that a person may edit: compiling and the check for a blank picture judge them, not a type.
  const view = new View(parse({ ...compile(spec as unknown as TopLevelSpec).spec, ...frame }), { renderer: 'none' });
  // Vega writes its errors to the console and goes on without the mark.
  const errors: unknown[] = [];
  const logger = {
    level: () => 0,
    warn: () => logger,
    info: () => logger,
    debug: () => logger,
    error: (...of: unknown[]) => (errors.push(...of), logger),
  };
  try {
    const svg = await view.logger(logger).toSVG();
    if (errors.length > 0) throw new Error(messageOf(errors[0]));
    return svg;
  } finally {
    view.finalize();
  }
}

function specOf(chart: CheckedChart): Record<string, unknown> {
  switch (chart.chart) {
    case 'series':
      return seriesSpec(chart);
    case 'sparkline':
      return sparklineSpec(chart);
    case 'bars':
      return barsSpec(chart);
  }
}
