import { eq } from 'drizzle-orm';
import { setting } from '../db/schema/jobs.ts';
import type { Db } from '../db/db.ts';

const key = 'clock-offset-ms';

/** How far domain time lies from real time, in milliseconds; undefined before the clock was first set. */
export async function readClockOffset(db: Db): Promise<number | undefined> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key));
  return row ? Number(row.value) : undefined;
}

export async function writeClockOffset(db: Db, offsetMs: number): Promise<void> {
  await db
    .insert(setting)
    .values({ key, value: offsetMs })
    .onConflictDoUpdate({ target: setting.key, set: { value: offsetMs } });
}
