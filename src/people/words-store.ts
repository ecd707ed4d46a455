import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { setting } from '../db/schema/jobs.ts';

const key = 'words-salt';

/** The installation's salt, made at its first use. It stands beside the words and never in the audit chain. */
export async function readSalt(db: Db): Promise<string> {
  const read = async () => (await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key)))[0]?.value;
  const known = await read();
  if (typeof known === 'string') return known;
  await db
    .insert(setting)
    .values({ key, value: randomBytes(32).toString('hex') })
    .onConflictDoNothing();
  return String(await read());
}
