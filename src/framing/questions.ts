import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';

const line = (max: number) => z.string().trim().min(1).max(max);
const file = z.strictObject({
  questions: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]{0,30}$/),
        short: line(40),
        ask: line(150),
        hint: line(300),
        example: line(300),
      }),
    )
    .min(1)
    .max(12),
});
export type Question = z.output<typeof file>['questions'][number];

let loaded: readonly Question[] | undefined;

/** The questions of reports/framing.yml in their order, read once. Throws `config` where the file cannot be used. */
export function questions(): readonly Question[] {
  return (loaded ??= readQuestions());
}

function readQuestions(): readonly Question[] {
  const parsed = file.safeParse(parse(readFileSync(new URL('../../reports/framing.yml', import.meta.url), 'utf8')));
  if (parsed.success) return parsed.data.questions;
  throw new LeewayError('config', `reports/framing.yml cannot be used: ${z.prettifyError(parsed.error)}`);
}
