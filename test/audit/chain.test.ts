import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { useDatabase } from '../support/database.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`the audit chain on ${kind}`, () => {
    const test = useDatabase(kind);
    afterEach(() => test.clear());
    const append = (count: number) =>
      write(test.ctx(), async (w) => {
        for (let index = 0; index < count; index++) w.audit({ verb: 'test.did', subject: `thing:${index}`, detail: { index } });
      });

    it('is whole when empty and after entries', async () => {
      expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true, entries: 0 });
      await append(3);
      await append(2);
      expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true, entries: 5 });
    });

    it('has no entry of a verb that failed', async () => {
      await append(1);
      const failing = write(test.ctx(), async (w) => {
        w.audit({ verb: 'test.did', subject: 'thing:9', detail: {} });
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true, entries: 1 });
    });

    it.each([
      ['a changed text', sql`update audit_entry set body = replace(body, '"index":2', '"index":7') where seq = 3`, 3],
      ['a changed look-up column', sql`update audit_entry set actor_id = 'somebody' where seq = 4`, 4],
      ['a removed entry', sql`delete from audit_entry where seq = 2`, 2],
      ['a truncated end', sql`delete from audit_entry where seq >= 4`, 4],
    ])('names the first broken entry: %s', async (_what, tamper, seq) => {
      await append(5);
      await test.database.db.execute(tamper);
      expect(await verifyAudit(test.ctx())).toMatchObject({ whole: false, seq });
    });
  });
}

describe('many writers at once', () => {
  const test = useDatabase('postgres');
  it('leave one chain without gaps', async () => {
    const writers = Array.from({ length: 40 }, (_, index) =>
      write(test.ctx(), async (w) => w.audit({ verb: 'test.did', subject: `thing:${index}`, detail: {} })),
    );
    await Promise.all(writers);
    expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true, entries: 40 });
  });
});
