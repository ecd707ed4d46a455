import type { z } from 'zod';
import { LeewayError } from './errors.ts';

/** Parses a verb's input. Throws `invalid` with the first thing that is wrong, in words, and the path of it. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const field = issue.path.map(String).join('.');
  const what = sayIssue(issue);
  throw new LeewayError('invalid', field ? `${field}: ${what}` : what, { field });
}

/** What is wrong with a value, in words: that it is missing, or what zod says without its heading. */
function sayIssue({ code, message }: z.core.$ZodIssue): string {
  const missing = code === 'invalid_type' && message.endsWith('received undefined');
  return missing ? 'It is missing.' : message.replace(/^Invalid input: /, '');
}
