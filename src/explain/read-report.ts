import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';

/** The text of a file in reports/. */
export const reportText = (name: string): string => readFileSync(new URL(`../../reports/${name}`, import.meta.url), 'utf8');

/** YAML checked by a schema; a mistake is a `config` error with file, place and what was expected. */
export function readReport<Schema extends z.ZodType>(schema: Schema, yaml: string, file: string): z.output<Schema> {
  const document = parseDocument(yaml, { prettyErrors: true });
  const broken = document.errors[0];
  if (broken) throw new LeewayError('config', `${file} is not valid YAML: ${broken.message}`, { field: file });
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new LeewayError('config', `${file} cannot be used: ${z.prettifyError(parsed.error)}`, {
    field: parsed.error.issues[0]?.path.join('.') ?? file,
  });
}
