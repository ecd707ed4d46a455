import { join } from 'node:path';
import { applyConfig } from '../../src/apply/apply.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { writeRows } from '../engines/files.ts';

/** A model over a small file of its own, as leeway.yml has it. Whatever is given replaces the default. */
export const tripModel = (
  folder: string,
  file: string,
  monitor: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
) => ({
  title: 'Trip Wait',
  unit: { singular: 'trip', plural: 'trips' },
  versions: {
    1: { artifact: 'v1', digest: 'a'.repeat(64), data: { start: '2001-01-01', end: '2001-02-01' } },
    2: { artifact: 'v2', digest: 'b'.repeat(64), data: { start: '2001-01-01', end: '2001-02-01' } },
  },
  environments: { production: 1 },
  kpis: { prompt: { title: 'Prompt trips', phrase: 'prompt trips', better: 'higher', target: 0.8, numerator: 'wait < 12' } },
  monitor: {
    source: { name: 'trips', files: join(folder, file), format: 'parquet', time: 'moment' },
    reference: { start: '2001-01-01', end: '2001-02-01' },
    from: '2001-02-05',
    zone: 'UTC',
    inputs: [{ name: 'place', phrase: 'places', type: 'categorical', expression: 'place' }],
    predictions: { 1: { expression: 'guess' } },
    outcome: { name: 'wait', phrase: 'waiting time', expression: 'wait', unit: 'minutes' },
    baseline: 0,
    thresholds: { minRows: 50 },
    ...monitor,
  },
  ...more,
});

/** Applies a leeway.yml of these models, with an executive and a data scientist's audience. */
export async function applyTrips(ctx: Ctx, models: Record<string, unknown>): Promise<void> {
  const weekly = { channel: 'C0HEALTH', weekday: 'monday', hour: 9 };
  const source = JSON.stringify({
    organisation: { name: 'Trips', zone: 'UTC', industry: 'airlines' },
    models,
    audiences: {
      executives: { title: 'Executives', voice: 'executive', ...weekly },
      'data-scientists': { title: 'Data scientists', voice: 'data-scientist', ...weekly, channel: 'C0DATASCI' },
    },
  });
  await applyConfig(ctx, { source, path: '/leeway.yml' });
}

/** 100 trips a day from 1 January on: waits about 10 minutes around a guess of 9. `columns` replace or add. */
export const tripRows = (days: number, columns: Record<string, string> = {}): string => {
  const all = {
    moment: `timestamp '2001-01-01' + interval (i // 100) day + interval (i % 24) hour`,
    place: `'p' || (i % 5)`,
    guess: '9.0',
    wait: '8.0 + i % 5',
    ...columns,
  };
  const list = Object.entries(all).map(([name, expression]) => `${expression} as ${name}`);
  return `select ${list.join(', ')} from range(${days * 100}) as r(i)`;
};

export const writeTrips = (folder: string, file: string, days: number, columns: Record<string, string> = {}): Promise<void> =>
  writeRows(join(folder, file), tripRows(days, columns));

/** Counts how often an engine is asked, and for which days. */
export function spied(engine: Engine): Engine & { asked: string[] } {
  const asked: string[] = [];
  return {
    ...engine,
    asked,
    profile: (request, signal) => {
      asked.push(`${request.window.start}..${request.window.end}${request.edges === 'make' ? ' reference' : ''}`);
      return engine.profile(request, signal);
    },
  };
}
