import { describe, expect, it } from 'vitest';
import { fitting, leftOver } from '../../src/slack/views/left-over.ts';

const word = 'gates & <tags> ';

describe('more than a form holds', () => {
  it('is cut at a word’s end, and nothing of it is lost', () => {
    const words = word.repeat(250).trim();
    const { fits, rest } = fitting(words);
    expect(fits.length).toBeLessThanOrEqual(3_000);
    expect(`${fits} ${rest}`).toBe(words);
    expect(fitting('Short.')).toEqual({ fits: 'Short.', rest: '' });
    expect(fitting('x'.repeat(3_001))).toEqual({ fits: 'x'.repeat(3_000), rest: 'x' });
  });

  it('is given back whole, within what a message may hold', () => {
    const rest = word.repeat(900).trim();
    const { blocks } = leftOver(rest);
    const back = (blocks as any[])
      .filter((one) => one.block_id.startsWith('rest:'))
      .map((one) => one.text.text)
      .join(' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    expect(back).toBe(rest);
    expect((blocks as any[]).every((one) => (one.text?.text.length ?? 0) <= 3_000)).toBe(true);
  });
});
