import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { chartInputSchema } from './chart-input.ts';
import type { ChartInput, CheckedChart } from './chart-input.ts';
import { createDrawer } from './drawer.ts';
import type { Picture } from './render.ts';

export interface Chart {
  /** Twice the size of the SVG, so that it stays sharp on a phone. */
  png: Buffer;
  svg: string;
  alt: string;
  /** Of the PNG. */
  widthPx: number;
  heightPx: number;
}

export interface Charts {
  /**
   * Draws one chart. `invalid` when the input is wrong (empty data, NaN, a title over 140 characters), `unavailable`
   * when it could not be drawn, came out blank, took too long or the queue is full: send the text alone then.
   */
  draw(input: ChartInput): Promise<Chart>;
  /** Ends the worker; charts that still wait fail with `unavailable`. */
  close(): Promise<void>;
}

const worker = new URL('./worker.ts', import.meta.url);

/**
 * One worker thread draws the charts, one after another; it starts with the first one (half a second) and ends when idle,
 * since it holds about 100 MB. The time limit is for a chart that never ends: a machine with ten times the work it can do
 * takes 15 seconds for a first one, and a digest that left without its chart does not get it later.
 */
export function createCharts({ idleMs = 10_000, timeoutMs = 45_000 }: { idleMs?: number; timeoutMs?: number } = {}): Charts {
  const drawer = createDrawer<CheckedChart, Picture>({ worker, idleMs, timeoutMs, maxQueued: 64 });
  return {
    async draw(input) {
      const chart = parse(input);
      const picture = await drawer.run(chart);
      return { ...picture, png: Buffer.from(picture.png), alt: chart.alt };
    },
    close: () => drawer.close(),
  };
}

function parse(input: ChartInput): CheckedChart {
  const parsed = chartInputSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new LeewayError('invalid', `The chart cannot be drawn from this input: ${z.prettifyError(parsed.error)}`, {
    field: issue?.path.join('.') ?? '',
  });
}
