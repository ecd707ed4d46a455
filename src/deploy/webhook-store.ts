import { eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { setting } from '../db/schema/jobs.ts';

const key = 'deployers';

export async function selectWebhooks(db: Db): Promise<unknown> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key));
  return row?.value;
}

export async function upsertWebhooks(db: Db, value: unknown): Promise<void> {
  await db.insert(setting).values({ key, value }).onConflictDoUpdate({ target: setting.key, set: { value } });
}
