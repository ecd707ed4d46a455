import { z } from 'zod';
import { countComplaints } from '../complaints/count-complaints.ts';
import { countTable } from '../complaints/count-table.ts';
import { readComplaints, type ComplaintWeek } from '../complaints/read-complaints.ts';
import { countRow, maxCounts } from '../complaints/schemas.ts';
import { modelId } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { mondayOf } from '../shared/period.ts';
import { day, fact } from './api-facts.ts';
import { apiRoute, largeBodyBytes, type ApiRoute } from './api-route.ts';

const keptCount = z.strictObject({
  modelId: z.string(),
  week: day.describe('The Monday of the week'),
  segment: z.string(),
  count: z.int(),
  factId: z.uuid(),
  outside: z.boolean().describe('More than usual: a matter was opened'),
});

const count = apiRoute({
  method: 'post',
  path: '/api/v1/complaints',
  summary: `Counts of customers’ complaints, one a model, week and segment, at most ${maxCounts} at once, all or none. A later count takes the place of the one before.`,
  scopes: ['complaints.count'],
  body: z.union([z.strictObject({ counts: z.array(countRow).min(1).max(maxCounts) }), countRow]),
  maxBodyBytes: largeBodyBytes,
  answers: { 200: z.strictObject({ counts: z.array(keptCount) }) },
  async act(ctx, { body }) {
    const counts = 'counts' in body ? body.counts : [body];
    return { body: shown(await countComplaints(ctx, { counts, source: 'rest' })) };
  },
});

const table = apiRoute({
  method: 'post',
  path: '/api/v1/complaints/table',
  summary: 'The same from a table (CSV) whose first line reads model,week,count,segment.',
  scopes: ['complaints.count'],
  reads: 'text',
  contentTypes: ['text/csv'],
  body: z.string(),
  maxBodyBytes: largeBodyBytes,
  answers: { 200: z.strictObject({ counts: z.array(keptCount) }) },
  async act(ctx, { body }) {
    return { body: shown(await countTable(ctx, { text: body })) };
  },
});

const read = apiRoute({
  method: 'get',
  path: '/api/v1/complaints',
  summary: 'What was counted of a model in a week, with the week before and the usual range.',
  scopes: ['facts.read'],
  query: z.strictObject({ model: modelId, week: day.describe('Any day of the week') }),
  answers: {
    200: z.strictObject({
      weeks: z.array(
        z.strictObject({
          modelId: z.string(),
          segment: z.string(),
          now: fact,
          before: fact.nullable(),
          low: fact.nullable(),
          high: fact.nullable(),
        }),
      ),
    }),
  },
  async act(ctx, { query: { model, week } }) {
    if (Number.isNaN(Date.parse(week))) throw new LeewayError('invalid', `${week} is no day.`, { field: 'week' });
    return { body: { weeks: (await readComplaints(ctx, [model], mondayOf(week))).map(weekOf) } };
  },
});

const shown = ({ weeks }: Awaited<ReturnType<typeof countComplaints>>) => ({
  counts: weeks.map(({ modelId: id, week, segment, fact: kept, outside }) => ({
    modelId: id,
    week,
    segment,
    count: kept.value,
    factId: kept.id,
    outside,
  })),
});

const weekOf = ({ before, low, high, ...week }: ComplaintWeek) => ({
  ...week,
  before: before ?? null,
  low: low ?? null,
  high: high ?? null,
});

export const complaintRoutes: readonly ApiRoute[] = [count, table, read];
