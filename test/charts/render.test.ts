import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { chartInputSchema } from '../../src/charts/chart-input.ts';
import type { ChartInput } from '../../src/charts/chart-input.ts';
import { rasterise } from '../../src/charts/rasterise.ts';
import { renderSvg } from '../../src/charts/render.ts';
import { textWidth } from '../../src/charts/text-width.ts';
import { inputs } from './fixtures/inputs.ts';

const svgOf = (input: ChartInput) => renderSvg(chartInputSchema.parse(input));
const script = fileURLToPath(new URL('./fixtures/print-svg.ts', import.meta.url));
const drawnIn = (TZ: string) =>
  JSON.parse(execFileSync('node', [script], { env: { PATH: process.env['PATH'], TZ }, encoding: 'utf8' })) as Record<
    string,
    string
  >;
/** Texts of the picture with their place, in the order drawn. */
const textsOf = (svg: string) =>
  [...svg.matchAll(/<text[^>]*transform="translate\(([-\d.]+),([-\d.]+)\)"[^>]*>([^<]*)<\/text>/g)].map((hit) => hit[3]!);

test('the pictures are the same, character for character, in every time zone', async () => {
  const [tokyo, chicago] = [drawnIn('Asia/Tokyo'), drawnIn('America/Chicago')];
  expect(tokyo).toEqual(chicago);
  for (const name of ['error', 'both', 'sparkline', 'bars']) {
    await expect(tokyo[name]).toMatchFileSnapshot(`./golden/${name}.svg`);
  }
});

test('the newest point is labelled, and outside the usual range it differs by shape too', async () => {
  const svg = await svgOf(inputs.error);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['21.9 min', 'usual range', '11 Jun', '20 min']));
  const inside = await svgOf({
    ...inputs.error,
    panel: { ...inputs.error.panel, points: inputs.error.panel.points.slice(0, -1) },
  });
  const newest = (picture: string) => /aria-roledescription="point"[^>]*d="([^"]*)"[^>]*stroke-width="4"/.exec(picture)?.[1];
  expect(newest(svg)).toBeDefined();
  expect(newest(svg)).not.toBe(newest(inside));
});

test('a target is a dashed line with its label', async () => {
  const svg = await svgOf(inputs.calm);
  expect(textsOf(svg)).toContain('target 80 %');
  expect(svg).toContain('stroke-dasharray="14,9"');
});

test('long labels beside the plot stay inside the picture', async () => {
  const points = inputs.calm.panel.points.map((point) => ({ ...point, value: point.value * 1000 }));
  const target = { value: 80_000, label: 'W'.repeat(24) };
  const svg = await svgOf({ ...inputs.calm, panel: { ...inputs.calm.panel, band: undefined, points, target } });
  const [, x, size] = /translate\(([\d.]+),[-\d.]+\)" font-family="[^"]*" font-size="(\d+)px"[^>]*>W{24}</.exec(svg) ?? [];
  const left = Number(/<g transform="translate\((\d+),\d+\)"/.exec(svg)?.[1]);
  expect(left + Number(x) + textWidth(target.label, Number(size), 'regular')).toBeLessThanOrEqual(1200);
  expect(textsOf(svg)).toContain('72900.0 %');
});

test('a period that was not measured leaves a gap', async () => {
  const points = inputs.error.panel.points.map((point, index) => (index === 8 ? { ...point, value: null } : point));
  const moves = (svg: string) => /aria-roledescription="line mark"[^>]*d="([^"]*)"/.exec(svg)?.[1]?.match(/M/g)?.length;
  expect(moves(await svgOf(inputs.error))).toBe(1);
  expect(moves(await svgOf({ ...inputs.error, panel: { ...inputs.error.panel, points } }))).toBe(2);
});

test('a long title wraps inside the picture, which grows for it', async () => {
  const title = `${'Wide words wrap well '.repeat(5)}${'W'.repeat(35)}`;
  const svg = await svgOf({ ...inputs.error, title });
  const lines = textsOf(svg).filter((text) => /W/.test(text));
  expect(lines.length).toBeGreaterThan(2);
  // The last word is wider than the picture and is broken.
  expect(lines.join('').replaceAll(' ', '')).toBe(title.replaceAll(' ', ''));
  expect(Number(/viewBox="0 0 1200 (\d+)"/.exec(svg)?.[1])).toBeGreaterThan(630);
});

test('above twelve categories the smallest become one bar that says how many they are', async () => {
  const texts = textsOf(await svgOf(inputs.bars));
  expect(texts).toEqual(expect.arrayContaining(['ATL', 'IAH', '5 others', '9.0 % (8.5 %)', '11–17 June 2001', '(January 2001)']));
  expect(texts).not.toContain('SFO');
});

test('a blank picture is refused, and one whose text vanished', async () => {
  const page = (inner: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630">${inner}</svg>`;
  await expect(rasterise(page(''), { text: false })).rejects.toThrow('the picture is blank');
  const line = '<rect width="90" height="90" fill="#0b4f8a"/>';
  await expect(rasterise(page(line), { text: true })).rejects.toThrow('shows no text');
  expect(await rasterise(page(line), { text: false })).toMatchObject({ widthPx: 2400, heightPx: 1260 });
});
