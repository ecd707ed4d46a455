import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from './db.ts';
import { setting } from './schema/jobs.ts';

const key = 'installation-secret';

/**
 * 32 random bytes in hex, made once for an installation; keys are derived from it. In the database, so that every
 * process of the installation signs alike. Of processes that start at once, the first one's stays.
 */
export async function installationSecret(db: Db): Promise<string> {
  await db
    .insert(setting)
    .values({ key, value: randomBytes(32).toString('hex') })
    .onConflictDoNothing();
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key));
  return row?.value as string;
}
