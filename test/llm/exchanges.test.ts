import { beforeEach, describe, expect, it } from 'vitest';
import { person } from '../../src/db/schema/people.ts';
import { languageModelExchange } from '../../src/db/schema/llm.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { keepExchange } from '../../src/llm/keep-exchange.ts';
import type { Exchange } from '../../src/llm/language-model.ts';
import { readExchanges } from '../../src/llm/read-exchanges.ts';
import { useDatabase } from '../support/database.ts';

const exchange: Exchange = {
  purpose: 'question',
  personId: 'maya',
  model: 'liar-1',
  sent: '{"question":"her own words"}',
  received: '{"intent":"status"}',
  calls: 1,
  failure: null,
};

describe('what was put to a language model', () => {
  const test = useDatabase('pglite');
  const rows = () => test.database.db.select().from(languageModelExchange);
  const keep = (at: string, more: Partial<Exchange> = {}, subject = 'answer:1') =>
    keepExchange(test.system(at), { ...exchange, ...more }, { subject, verdict: 'used', detail: { query: 'hers too' } });
  beforeEach(async () => void (await test.database.db.delete(languageModelExchange)));

  it('is shown to those who answer for it, of one subject, newest first', async () => {
    await keep('2001-06-18T14:00:00Z');
    await keep('2001-06-18T15:00:00Z', { received: 'newer' });
    await keep('2001-06-18T14:00:00Z', {}, 'answer:2');
    const operator = test.ctx({ id: 'olga', roles: ['operator'], now: '2001-06-19T14:00:00Z' });
    expect((await readExchanges(operator, { subject: 'answer:1' })).map((one) => one.received)).toEqual([
      'newer',
      '{"intent":"status"}',
    ]);
  });

  it('is shown to nobody else', async () => {
    const executive = test.ctx({ id: 'dana', roles: ['executive'], now: '2001-06-19T14:00:00Z' });
    await expect(readExchanges(executive, { subject: 'answer:1' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is dropped after 92 days', async () => {
    await keep('2001-03-01T12:00:00Z');
    await keep('2001-06-01T12:00:00Z');
    expect(await rows()).toHaveLength(2);
    await keep('2001-06-01T12:00:01Z');
    expect(await rows()).toHaveLength(2);
  });

  it('loses a person’s words at their wish, and nobody else’s', async () => {
    const db = test.database.db;
    await db.insert(person).values({ id: 'maya', name: 'Maya Chen', zone: 'utc', active: true });
    await keep('2001-06-18T14:00:00Z');
    await keep('2001-06-18T14:00:00Z', { personId: 'tom', sent: 'his words' }, 'answer:2');
    const erased = await eraseWords(test.ctx({ id: 'cora', roles: ['compliance'], now: '2001-06-19T14:00:00Z' }), {
      personId: 'maya',
    });
    expect(erased).toMatchObject({ name: 'Maya Chen', places: 1 });
    expect((await rows()).toSorted((a, b) => (a.personId! < b.personId! ? -1 : 1))).toMatchObject([
      { personId: 'maya', sent: null, received: null, detail: null, verdict: 'used' },
      { personId: 'tom', sent: 'his words' },
    ]);
  });
});
