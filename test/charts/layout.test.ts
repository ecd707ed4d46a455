import { expect, test } from 'vitest';
import { dodge } from '../../src/charts/dodge.ts';
import { fillSpec } from '../../src/charts/fill-spec.ts';
import { textWidth } from '../../src/charts/text-width.ts';
import { shorten, wrapBalanced, wrapText } from '../../src/charts/wrap-text.ts';

const chars = (text: string) => text.length;

test('labels that would overlap are moved to the nearest free place, the first one stays', () => {
  expect(
    dodge(
      [
        { y: 50, height: 20 },
        { y: 55, height: 20 },
        { y: 45, height: 20 },
      ],
      0,
      100,
    ),
  ).toEqual([50, 70, 30]);
  expect(
    dodge(
      [
        { y: 95, height: 20 },
        { y: 98, height: 20 },
      ],
      0,
      100,
    ),
  ).toEqual([95, 75]);
});

test('text wraps between words, and inside a word that is wider than a line', () => {
  expect(wrapText('one two three', 7, chars)).toEqual(['one two', 'three']);
  expect(wrapText('abcdefghij kl', 4, chars)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
  expect(wrapText('', 4, chars)).toEqual([]);
  expect(wrapBalanced('aaaa bbbb cccc dddd eeee ffff x', 30, chars)).toEqual(['aaaa bbbb cccc dddd', 'eeee ffff x']);
});

test('a shortened name says so', () => {
  expect(shorten('Chicago', 7, chars)).toBe('Chicago');
  expect(shorten('Chicago O’Hare', 8, chars)).toBe('Chicago…');
});

test('widths come from the font: bold is wider, nothing has none', () => {
  expect(textWidth('Leeway', 50, 'bold')).toBeGreaterThan(textWidth('Leeway', 50, 'regular'));
  expect(textWidth('', 50, 'regular')).toBe(0);
  // 2,048 units an em; the advance of Inter's lower-case l and W differ by far.
  expect(textWidth('W', 100, 'regular')).toBeGreaterThan(3 * textWidth('l', 100, 'regular'));
});

test('a spec and the values for its slots must fit each other', () => {
  expect(() => fillSpec('sparkline', { points: [] })).toThrow('asks for $last');
  expect(() => fillSpec('sparkline', { points: [], last: [], extra: 1 })).toThrow('no place for $extra');
});
