import { z } from 'zod';
import { readAuditEntries } from '../audit/read-entries.ts';
import type { Ctx } from '../db/ctx.ts';

const parts = ['reason', 'expectedEffect', 'rollbackPlan'] as const;
export type WordsPart = (typeof parts)[number];
const body = z.looseObject({ detail: z.record(z.string(), z.unknown()) });
const maxRequests = 2_000;

/**
 * Which words requests were made with, as `<request>/<part>`: the audit chain keeps a hash of each, so that words which
 * were erased since are told apart from words that nobody gave.
 */
export async function readGivenWords(ctx: Ctx, requestIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (requestIds.length === 0) return new Set();
  const entries = await readAuditEntries(ctx, {
    subjects: requestIds.map((id) => `request:${id}`),
    verbs: ['approvals.request', 'approvals.break-glass'],
    limit: maxRequests,
  });
  return new Set(
    entries.flatMap((entry) => {
      const { detail } = body.parse(JSON.parse(entry.body));
      return parts.filter((part) => detail[`${part}Hash`] !== undefined).map((part) => `${entry.subject.slice(8)}/${part}`);
    }),
  );
}
