import { describe, expect, it } from 'vitest';
import { corruptions } from './corruptions.ts';
import { measureWording } from './measure-wording.ts';

describe('of digests that a language model corrupted', () => {
  const { rows, accepted, honest } = measureWording({ each: 150, seed: 7 });

  it.each(rows)('every one is caught: $name', ({ made, caught, missed }) => {
    expect(missed).toEqual([]);
    expect(made).toBe(150);
    expect(caught).toBe(made);
  });

  it('every way to lie was tried', () => {
    expect(rows.map((row) => row.name)).toEqual(Object.keys(corruptions));
  });

  it('the honest ones are used', () => {
    expect(accepted).toBe(honest);
  });
});
