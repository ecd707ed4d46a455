import { z } from 'zod';

/**
 * The same schema with nothing required and nothing filled in: what a template may hold, and what stands beside the name
 * of one. Objects and records are opened at every depth; lists and alternatives are taken as a whole.
 */
export function draftOf(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return draftOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject) {
    const entries = Object.entries(schema.shape as Record<string, z.ZodType>);
    return z.strictObject(Object.fromEntries(entries.map(([name, field]) => [name, draftOf(field).optional()])));
  }
  if (schema instanceof z.ZodRecord) {
    const keys = schema.keyType as z.ZodString;
    const values = draftOf(schema.valueType as z.ZodType);
    // A record of named parts may lack some of them: `owners` without one is a draft as well.
    return schema.keyType instanceof z.ZodEnum ? z.partialRecord(keys, values) : z.record(keys, values);
  }
  return schema;
}

/** A draft that names the template it completes. */
export const withTemplate = (draft: z.ZodType, key: z.ZodType): z.ZodObject =>
  (draft as z.ZodObject).extend({ template: key.optional().describe('A template whose fields stand under these.') });
