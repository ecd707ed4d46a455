import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { termKey } from './term-key.ts';
import { readReport } from './read-report.ts';

export const industries = ['airlines', 'retail', 'manufacturing', 'banking', 'anybody'] as const;
export type Industry = (typeof industries)[number];
export const depths = ['simple', 'detail'] as const;
export type Depth = (typeof depths)[number];

const line = z.string().trim().min(1).max(1000);
const analogySchema = z.strictObject({
  says: line,
  /** Where it ends: the point from which on the picture no longer holds. */
  ends: line,
  /** One line for use inside a digest, at most 18 words. */
  short: line.refine((text) => text.split(/\s+/).length <= 18, { message: 'at most 18 words' }),
});
export type Analogy = z.infer<typeof analogySchema>;

const entrySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, 'lower-case words joined by hyphens'),
  name: line,
  aliases: z.array(line).max(20),
  simple: line,
  detail: line,
  analogies: z.strictObject({
    airlines: analogySchema,
    retail: analogySchema,
    manufacturing: analogySchema,
    banking: analogySchema,
    anybody: analogySchema,
  }),
});
export type Entry = z.infer<typeof entrySchema>;

const glossarySchema = z.strictObject({ terms: z.array(entrySchema).min(1).max(500) }).superRefine(({ terms }, context) => {
  const owner = new Map<string, string>();
  for (const [index, entry] of terms.entries()) {
    // An entry may repeat itself (its id is mostly its name), two entries may not share a word.
    for (const key of keysOf(entry)) {
      const other = owner.get(key);
      if (other === undefined) owner.set(key, entry.id);
      else if (other !== entry.id || key === '') {
        context.addIssue({ code: 'custom', path: ['terms', index], message: `“${key}” already leads to ${other}` });
      }
    }
  }
});
export type Glossary = z.infer<typeof glossarySchema>;

/** Every way to ask for an entry, as `termKey` writes it. */
export const keysOf = (entry: Entry): Set<string> => new Set([entry.id, entry.name, ...entry.aliases].map(termKey));

/** Reads and checks a glossary's YAML; `config` names the file, the place in it and what was expected. */
export function parseGlossary(yaml: string, file: string): Glossary {
  return readReport(glossarySchema, yaml, file);
}

/** The entry of an id; `not-found` tells a programmer that the glossary lacks it. */
export function entryOf(glossary: Glossary, id: string): Entry {
  const found = glossary.terms.find((entry) => entry.id === id);
  if (found) return found;
  throw new LeewayError('not-found', `The glossary has no entry “${id}”. Add it to reports/glossary.yml.`, { field: 'id' });
}
