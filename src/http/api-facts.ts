import { z } from 'zod';
import { gateStates } from '../db/schema/validation.ts';
import { measures, type Fact } from '../shared/fact.ts';
import { grains } from '../shared/period.ts';
import type { Documents } from './api-route.ts';

export const instant = z.iso.datetime();
export const day = z.iso.date();

/** A stated quantity, never without its period and source. */
export const fact = z
  .strictObject({
    id: z.string(),
    runId: z.string(),
    modelId: z.string(),
    version: z.int().nullable(),
    about: z.string(),
    measure: z.enum(measures),
    value: z.number(),
    unit: z.string().describe('`share` is a part of one; `count`, `minutes`, …'),
    grain: z.enum(grains),
    periodStart: day,
    periodEnd: day.describe('The first day that no longer counts'),
    comparison: z
      .strictObject({
        with: z.enum(['previous', 'reference', 'target', 'usual', 'baseline', 'serving', 'expected']),
        value: z.number(),
        label: z.string(),
        factIds: z.array(z.string()),
      })
      .nullable(),
    source: z.strictObject({
      source: z.string(),
      windowStart: day,
      windowEnd: day,
      rows: z.number(),
      columns: z.array(z.string()),
      method: z.string(),
    }),
    computedAt: instant,
  })
  .meta({ id: 'Fact' }) satisfies Documents<Fact>;

export const said = z.strictObject({ text: z.string(), facts: z.array(fact) }).describe('A sentence and the figures in it');
export const gateState = z.enum(gateStates);
