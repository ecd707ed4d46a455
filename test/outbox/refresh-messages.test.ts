import { sql, type SQLWrapper } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { refreshShowing } from '../../src/outbox/refresh-messages.ts';
import { say } from '../../src/outbox/say.ts';
import { selectShowing } from '../../src/outbox/store.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('postgres');
const shown = (subject: string, dedupeKey: string) =>
  write(test.system(), (w) =>
    say(w, { kind: 'notice', data: { text: 'x' }, destination: 'C0HEALTH', shows: [subject, 'matter:other'], dedupeKey }),
  );

describe('messages that show something', () => {
  afterEach(() => test.clear());

  it('are edited, and no others', async () => {
    const id = await shown('matter:a', 'a');
    await shown('matter:b', 'b');
    expect(await write(test.system(), (w) => refreshShowing(w, 'matter:a'))).toBe(1);
    const edits = await test.database.db.execute(sql`select updates from outbox_message where updates is not null`);
    expect(rowsOf(edits)).toEqual([{ updates: id }]);
  });

  it('are looked up, and not searched among all that were ever sent', async () => {
    const { db } = test.database;
    await db.execute(sql`insert into outbox_message (id, kind, data, destination, dedupe_key, made_at, state)
      select gen_random_uuid(), 'alert', jsonb_build_object('shows', jsonb_build_array('matter:' || i)), '#ops', i::text, now(), 'sent'
      from generate_series(1, 5000) i`);
    await db.execute(sql`analyze outbox_message`);
    const asked = selectShowing(db, 'matter:17', 101) as unknown as SQLWrapper;
    const plan = rowsOf<Record<string, string>>(await db.execute(sql`explain ${asked}`)).flatMap(Object.values);
    expect(plan.join('\n')).toContain('outbox_shows');
  });
});
