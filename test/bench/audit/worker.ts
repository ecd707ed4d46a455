import { sql } from 'drizzle-orm';
import { write } from '../../../src/audit/write.ts';
import type { Ctx } from '../../../src/db/ctx.ts';
import { openPostgres } from '../../../src/db/open.ts';
import { systemActor } from '../../../src/shared/actor.ts';
import { messageOf } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';

/** What a process is to do: so many transactions, each with an entry, without one, or with a batch of them. */
export type Work = { mode: 'audited' | 'bare'; count: number } | { mode: 'batches'; count: number; entries: number };
export interface Told {
  error?: string;
}

const connections = 4;
const database = await openPostgres(process.argv[2]!, { max: connections });
const ctx: Ctx = { db: database.db, actor: systemActor('bench'), now: new Date('2001-06-18T14:00:00Z'), log: silentLog };

process.on('message', (work: Work) => void done(work));
process.send!({} satisfies Told);

async function done(work: Work): Promise<void> {
  try {
    let next = 0;
    const hand = async () => {
      for (let at = next++; at < work.count; at = next++) await one(work, at);
    };
    await Promise.all(Array.from({ length: work.mode === 'batches' ? 1 : connections }, hand));
    process.send!({} satisfies Told);
  } catch (error) {
    process.send!({ error: messageOf(error) } satisfies Told);
  }
}

/** The change itself is the same with and without an entry: one row of a person's own. */
async function one(work: Work, at: number): Promise<void> {
  const key = `${process.pid}-${at}`;
  await write(ctx, async (w) => {
    await w.db.execute(
      sql`insert into setting (key, value) values (${key}, '1') on conflict (key) do update set value = excluded.value`,
    );
    const entries = work.mode === 'bare' ? 0 : work.mode === 'batches' ? work.entries : 1;
    for (let index = 0; index < entries; index++)
      w.audit({ verb: 'bench.did', subject: `thing:${key}`, detail: { index, why: 'because it was measured', revision: at } });
  });
}
