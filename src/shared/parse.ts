import type { z } from 'zod';
import { LeewayError } from './errors.ts';

/** Parses a verb's input. Throws `invalid` with the first thing that is wrong, in words, and the path of it. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.map(String).join('.');
  throw new LeewayError('invalid', field ? `${field}: ${issue.message}` : issue.message, { field });
}
