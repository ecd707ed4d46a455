import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { readAnchorLine, writeAnchor, type Anchor } from '../../src/audit/anchors.ts';
import { readHeadWithMarks } from '../../src/audit/read-entries.ts';
import { hashEntry } from '../../src/audit/rules.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { useDatabase } from '../support/database.ts';

describe('a chain whose head was anchored outside', () => {
  const test = useDatabase('postgres');
  afterEach(() => test.clear());
  const append = (count: number, from = 0) =>
    write(test.ctx(), async (w) => {
      for (let index = from; index < from + count; index++)
        w.audit({ verb: 'test.did', subject: `thing:${index}`, detail: { index } });
    });
  async function anchored(after: number): Promise<Anchor> {
    const { seq, hash, marks } = await readHeadWithMarks(test.ctx(), after);
    return { seq, hash, marks, where: 'the compliance channel' };
  }
  const run = (statement: ReturnType<typeof sql>) => test.database.db.execute(statement);

  /** What somebody with the database in hand does so that nothing inside it shows: every hash is made anew. */
  async function rewriteHashes(): Promise<void> {
    const rows = rowsOf<{ seq: number; body: string }>(await run(sql`select seq::int, body from audit_entry order by seq`));
    let hash = '0'.repeat(64);
    for (const [index, row] of rows.entries()) {
      const seq = index + 1;
      const body = JSON.stringify({ ...(JSON.parse(row.body) as object), seq });
      hash = hashEntry(hash, body);
      await run(sql`update audit_entry set seq = ${-seq}, body = ${body}, hash = ${hash} where seq = ${row.seq}`);
    }
    await run(sql`update audit_entry set seq = -seq`);
    await run(sql`update audit_head set seq = ${rows.length}, hash = ${hash}`);
  }
  const change = (seq: number) =>
    sql`update audit_entry set body = replace(body, '"verb":"test.did"', '"verb":"test.did","x":1') where seq = ${seq}`;

  it('agrees with its anchors as long as nobody touched it', async () => {
    await append(4);
    const first = await anchored(0);
    await append(3);
    expect(await verifyAudit(test.ctx(), [first, await anchored(4)])).toMatchObject({ whole: true, entries: 7, anchors: 2 });
  });

  it.each([
    ['one text changed, nothing else', async () => void (await run(change(3))), 3],
    [
      'one text changed and every hash after it made anew',
      async () => {
        await run(change(3));
        await rewriteHashes();
      },
      3,
    ],
    [
      'an entry taken out and the rest numbered anew',
      async () => {
        await run(sql`delete from audit_entry where seq = 4`);
        await rewriteHashes();
      },
      4,
    ],
    [
      'an entry put in and the rest numbered anew',
      async () => {
        await run(sql`update audit_entry set seq = -seq - 1 where seq >= 5`);
        await run(sql`update audit_entry set seq = -seq where seq < 0`);
        await run(sql`insert into audit_entry (seq, at, actor_id, verb, subject, body, hash)
          select 5, at, actor_id, verb, subject, body, hash from audit_entry where seq = 1`);
        await rewriteHashes();
      },
      5,
    ],
    [
      'the end cut off, the head set back',
      async () => {
        await run(sql`delete from audit_entry where seq > 5`);
        await rewriteHashes();
      },
      6,
    ],
    [
      'the whole chain written anew',
      async () => {
        await run(change(1));
        await rewriteHashes();
      },
      1,
    ],
  ])('names the first entry that differs: %s', async (_what, tamper, seq) => {
    await append(4);
    const first = await anchored(0);
    await append(4, 4);
    const anchors = [first, await anchored(4)];
    await tamper();
    expect(await verifyAudit(test.ctx(), anchors)).toMatchObject({ whole: false, seq });
  });

  it('without anchors a chain written anew looks whole, which is why there are anchors', async () => {
    await append(5);
    await run(change(2));
    await rewriteHashes();
    expect(await verifyAudit(test.ctx())).toMatchObject({ whole: true });
  });

  it('names the stretch where marks stand too far apart to name the entry', async () => {
    await append(900);
    const anchor = await anchored(0);
    expect(anchor.marks).toMatchObject({ every: 3 });
    await run(change(500));
    await rewriteHashes();
    expect(await verifyAudit(test.ctx(), [anchor])).toMatchObject({
      whole: false,
      seq: 499,
      why: expect.stringContaining('between 499 and 501') as string,
    });
  });
});

describe('the line that an anchor message carries', () => {
  const anchor = { seq: 12, hash: 'ab'.repeat(32), marks: { after: 10, every: 1, hashes: ['0123456789ab', 'abababababab'] } };
  it('reads back as it was written', () => {
    expect(readAnchorLine(writeAnchor(anchor), 'here')).toEqual({ ...anchor, where: 'here' });
  });
  it.each(['', '12:abc:0:1:', `${writeAnchor(anchor)}0`, `x${writeAnchor(anchor)}`])('is refused when it is none: %s', (text) => {
    expect(readAnchorLine(text, 'here')).toBeUndefined();
  });
});
