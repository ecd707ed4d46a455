import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/db/schema/monitor.ts';
import { rowsOf } from '../../src/db/db.ts';
import { newId } from '../../src/shared/ids.ts';
import { useDatabase } from '../support/database.ts';

describe('the embedded database', () => {
  const test = useDatabase('pglite');
  const row = {
    id: newId(),
    modelId: 'flight-delay',
    version: 1,
    grain: 'week' as const,
    periodStart: '2001-06-11',
    periodEnd: '2001-06-18',
    state: 'published' as const,
    startedAt: new Date('2001-06-18T05:30:00.123Z'),
  };

  it('gives times and days back as they were written, also within a transaction', async () => {
    const { db } = test.database;
    await db.insert(run).values(row);
    const read = () => db.select().from(run).where(eq(run.id, row.id));
    expect((await read())[0]).toMatchObject(row);
    await db.transaction(async (tx) => {
      expect((await tx.select().from(run).where(eq(run.id, row.id)))[0]).toMatchObject(row);
    });
  });

  it('gives text for a time to a statement of our own, as Postgres’ driver does', async () => {
    const [read] = rowsOf<{ at: unknown }>(
      await test.database.db.execute(sql`select timestamptz '2001-06-18 05:30:00+00' as at`),
    );
    expect(typeof read?.at).toBe('string');
  });

  it('gives dates to others that share it, such as the queue', async () => {
    const { backend } = test.database;
    if (backend.kind !== 'pglite') throw new Error('not embedded');
    const { rows } = await backend.client.query<{ at: Date }>(`select timestamptz '2001-06-18 05:30:00+00' as at`);
    expect(rows[0]?.at).toEqual(new Date('2001-06-18T05:30:00Z'));
  });
});
