import type { Ctx } from '../../src/db/ctx.ts';
import { auditEntry } from '../../src/db/schema/audit.ts';

export interface ReadEntry {
  verb: string;
  subject: string;
  actor: { kind: string; id: string; name: string };
  detail: Record<string, unknown>;
}

/** Every audit entry, oldest first. */
export async function auditEntries(ctx: Ctx): Promise<ReadEntry[]> {
  const rows = await ctx.db.select().from(auditEntry).orderBy(auditEntry.seq);
  return rows.map((row) => JSON.parse(row.body) as ReadEntry);
}
