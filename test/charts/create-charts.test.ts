import { afterAll, expect, test } from 'vitest';
import { createCharts } from '../../src/charts/create-charts.ts';
import type { ChartInput } from '../../src/charts/chart-input.ts';
import { inputs } from './fixtures/inputs.ts';

const charts = createCharts();
afterAll(() => charts.close());
const pngSize = (png: Buffer) => ({ widthPx: png.readUInt32BE(16), heightPx: png.readUInt32BE(20) });
const withPoints = (points: unknown): ChartInput => ({ ...inputs.error, panel: { ...inputs.error.panel, points } }) as ChartInput;

test.each(Object.entries(inputs))('%s is drawn as PNG and SVG of the stated size, with its alt text', async (_, input) => {
  const { png, svg, alt, widthPx, heightPx } = await charts.draw(input);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(pngSize(png)).toEqual({ widthPx, heightPx });
  expect(svg).toContain(`viewBox="0 0 ${widthPx / 2} ${heightPx / 2}"`);
  expect(alt).toBe(input.alt);
});

test('charts for Slack are 1,200 × 630 at twice the size, sparklines 240 × 48', async () => {
  expect(await charts.draw(inputs.error)).toMatchObject({ widthPx: 2400, heightPx: 1260 });
  expect(await charts.draw(inputs.sparkline)).toMatchObject({ widthPx: 480, heightPx: 96 });
});

test('fifty charts are drawn by one worker, and too many at once are refused', async () => {
  const drawn = await Promise.all(Array.from({ length: 50 }, () => charts.draw(inputs.sparkline)));
  expect(drawn).toHaveLength(50);
  const many = await Promise.allSettled(Array.from({ length: 80 }, () => charts.draw(inputs.sparkline)));
  expect(many.filter((chart) => chart.status === 'fulfilled')).toHaveLength(65);
});

test.each([
  ['no points', withPoints([]), 'at least two measured points'],
  ['only gaps', withPoints([{ day: '2001-02-05', value: null }]), 'at least two measured points'],
  ['NaN', withPoints([{ day: '2001-02-05', value: Number.NaN }]), 'expected number, received NaN'],
  ['infinity', { ...inputs.sparkline, values: [1, Number.POSITIVE_INFINITY] }, 'values[1]'],
  [
    'a gap as the newest point',
    withPoints([...inputs.error.panel.points, { day: '2001-06-18', value: null }]),
    'last point must be measured',
  ],
  ['days out of order', withPoints([...inputs.error.panel.points].toReversed()), 'days must rise'],
  ['an empty sparkline', { ...inputs.sparkline, values: [] }, 'at least two measured points'],
  ['no categories', { ...inputs.bars, categories: [] }, 'at least one category'],
  ['an empty title', { ...inputs.error, title: '\u0000 ' }, 'title'],
  ['a title of 141 characters', { ...inputs.error, title: 'x'.repeat(141) }, '<=140'],
  ['alt text of 2,001 characters', { ...inputs.error, alt: 'x'.repeat(2001) }, '<=2000'],
] as [string, ChartInput, string][])('%s is refused as invalid input', async (_, input, message) => {
  await expect(charts.draw(input)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(message) });
});

test('a chart that shows nothing but its legend is refused, so that the text goes alone', async () => {
  const categories = [{ name: 'ATL', now: 0, reference: 0 }];
  await expect(charts.draw({ ...inputs.bars, categories })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('blank'),
  });
});

test('control characters and mark-up in titles do no harm', async () => {
  const { svg } = await charts.draw({ ...inputs.error, title: 'Late\u0000 & <b>later</b>\u202e' });
  expect(svg).toContain('Late &amp; &lt;b&gt;later&lt;/b&gt;');
});
