import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { rowsOf } from '../../src/db/db.ts';
import { eraseWords } from '../../src/evidence/erase-words.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { askFlagger } from '../../src/feedback/ask-flagger.ts';
import { describeCase } from '../../src/feedback/describe-case.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { useDatabase } from '../support/database.ts';
import { useOffice } from './office.ts';

describe('erasing what somebody said about a case', () => {
  const test = useDatabase('postgres');
  const office = useOffice(test);
  const { marcus, priya, grace } = office;
  beforeEach(() => office.put());
  afterEach(() => test.clear());

  /** Every place of the database where a piece of text lies. */
  async function placesOf(text: string): Promise<string[]> {
    const tables = rowsOf<{ name: string }>(
      await test.database.db.execute(sql`select tablename as name from pg_tables where schemaname = 'public'`),
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await test.database.db.execute(
        sql.raw(`select count(*)::int as hits from "${name}" t where t::text like '%${text}%'`),
      );
      if (rowsOf<{ hits: number }>(rows)[0]!.hits > 0) found.push(name);
    }
    return found;
  }

  it('leaves nothing of a flagger’s words, and the owner’s stay; the chain still verifies', async () => {
    const { id, revision } = await office.flag('Zeppelin at the gate');
    await describeCase(marcus(), { caseId: id, harm: 'Zeppelin costs' });
    await askFlagger(priya(), { caseId: id, words: 'Which Airship?', revision });
    expect(await placesOf('Zeppelin')).toEqual(expect.arrayContaining(['case_event']));
    await eraseWords(grace(), { personId: 'marcus' });
    expect(await placesOf('Zeppelin')).toEqual([]);
    expect(await placesOf('Airship')).toEqual(expect.arrayContaining(['case_event', 'card_event']));
    expect((await readCase(marcus(), id)).events[0]).toMatchObject({ kind: 'flagged', personId: 'marcus', words: null });
    expect(await verifyAudit(test.system())).toMatchObject({ whole: true });
  });

  it('leaves nothing of what an owner answered and planned', async () => {
    const { id, revision } = await office.flag();
    const actions = [{ kind: 'process' as const, personId: 'tom', dueOn: '2001-03-20', words: 'Airship moorings' }];
    await answerCase(priya(), { caseId: id, revision, words: 'Airship traffic', actions });
    await eraseWords(grace(), { personId: 'priya' });
    expect(await placesOf('Airship')).toEqual([]);
    expect((await readCase(marcus(), id)).actions).toMatchObject([{ kind: 'process', personId: 'tom', words: null }]);
  });
});
