import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { useDatabase } from '../support/database.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`the root handle on ${kind}`, () => {
    const test = useDatabase(kind);
    it('throws inside a transaction instead of waiting for itself', async () => {
      const wrong = write(test.ctx(), async () => void (await test.database.db.execute(sql`select 1`)));
      await expect(wrong).rejects.toThrow('root database handle');
    });
    it('works again afterwards', async () => {
      await expect(test.database.db.execute(sql`select 1`)).resolves.toBeDefined();
    });
  });
}
