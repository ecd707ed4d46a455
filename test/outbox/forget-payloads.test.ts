import { afterEach, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { outboxMessage, outboxStates } from '../../src/db/schema/outbox.ts';
import { forgetPayloads } from '../../src/outbox/forget-payloads.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('postgres');
afterEach(() => test.clear());

it('what was said of a case is forgotten, also where it was tried and never arrived', async () => {
  const { db } = test.database;
  const about = (caseId: string) =>
    outboxStates.map((state) => ({
      kind: 'case-opened-owner',
      data: { caseId },
      destination: 'person:marcus',
      dedupeKey: `${caseId} ${state}`,
      madeAt: new Date('2001-06-18T14:00:00Z'),
      state,
      payload: '{"text":"in their own words"}',
      payloadHash: 'abc',
    }));
  await db.insert(outboxMessage).values([...about('erased'), ...about('other')]);
  expect(await write(test.system(), (w) => forgetPayloads(w, { caseId: ['erased'] }))).toBe(4);
  const rows = await db.select().from(outboxMessage);
  const left = rows.filter((row) => row.payload !== null).map((row) => row.dedupeKey);
  expect(left.toSorted()).toEqual(['erased claimed', ...outboxStates.map((state) => `other ${state}`).toSorted()]);
  expect(rows.every((row) => row.payloadHash === 'abc')).toBe(true);
});
