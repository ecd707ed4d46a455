import { describe, expect, it } from 'vitest';
import { together } from '../../src/shared/together.ts';

const wide = { windowMs: 5, most: 100 };

describe('together', () => {
  it('carries out in one call what is asked for at once, and gives each its own result', async () => {
    const calls: number[][] = [];
    const double = together<number, number>(async (items) => {
      calls.push([...items]);
      return items.map((item) => item * 2);
    }, wide);
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(calls).toEqual([[1, 2, 3]]);
    expect(await double(4)).toBe(8);
    expect(calls).toEqual([[1, 2, 3], [4]]);
  });

  it('never takes more at once than it may', async () => {
    const sizes: number[] = [];
    const count = together<number, number>(async (items) => items.map(() => sizes.push(items.length)), { ...wide, most: 2 });
    await Promise.all([1, 2, 3, 4, 5].map(count));
    expect(sizes).toEqual([2, 2, 2, 2, 1]);
  });

  it('tells everyone of a failure, and works again after it', async () => {
    let fails = true;
    const ask = together<string, string>(async (items) => {
      if (fails) throw new Error('the database is down');
      return items;
    }, wide);
    const outcomes = await Promise.allSettled([ask('a'), ask('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await ask('c')).toBe('c');
  });
});
