import { z } from 'zod';
import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { selectOrganisation, upsertOrganisation } from './organisation-store.ts';

const organisation = z.object({
  name: z.string(),
  zone: z.string(),
  industry: z.string(),
  /** What must stand on every screen, such as that the company is simulated. */
  note: z.string().nullable().default(null),
  goals: z.array(z.string()),
  /** Where the audit chain's head is published, seen by people who do not run Leeway; null: nowhere yet. */
  auditChannel: z.string().nullable().default(null),
  /** Slack ids of channels by the names that the file gives them. */
  channels: z.record(z.string(), z.string()),
});
/** What is true of the whole installation: one serves one organisation. */
export type Organisation = z.infer<typeof organisation>;

/** The organisation; undefined before a file was applied. It decides nobody's rights and anybody may know it. */
export async function readOrganisation(ctx: Pick<Ctx, 'db'>): Promise<Organisation | undefined> {
  const stored = await selectOrganisation(ctx.db);
  return stored === undefined ? undefined : organisation.parse(stored);
}

/** Writes it in the transaction of a verb, which authorises and audits. */
export const putOrganisation = (w: WriteCtx, value: Organisation): Promise<void> => upsertOrganisation(w.db, value);
