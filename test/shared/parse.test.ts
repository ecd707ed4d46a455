import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from '../../src/shared/parse.ts';

const schema = z.strictObject({ name: z.string(), count: z.number().max(3, 'at most 3') });

describe('an input that is wrong', () => {
  it.each([
    [{ count: 1 }, 'name', 'name: It is missing.'],
    [{ name: 'a', count: 'b' }, 'count', 'count: expected number, received string'],
    [{ name: 'a', count: 4 }, 'count', 'count: at most 3'],
    [undefined, '', 'It is missing.'],
  ])('%j is refused at its field', (input, field, message) => {
    expect(() => parseInput(schema, input)).toThrow(expect.objectContaining({ code: 'invalid', field, message }));
  });
});
