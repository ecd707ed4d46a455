import { afterEach, describe, expect, it } from 'vitest';
import { slackInbox } from '../../src/db/schema/slack.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { createInbox } from '../../src/slack/inbox.ts';
import { useDatabase } from '../support/database.ts';

describe('the inbox', () => {
  const test = useDatabase();
  afterEach(() => test.clear());
  const open = () => createInbox(() => test.system(), {} as Queue);

  it('begins a click once, of deliveries in one burst too', async () => {
    const inbox = open();
    expect(await Promise.all(['a', 'b', 'a', 'a'].map((key) => inbox.begin(key, 'command')))).toEqual([true, true, false, false]);
    expect(await inbox.begin('b', 'command')).toBe(false);
  });

  it('begins a click once, whichever process it was delivered to', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const begun = await Promise.all(
      [open(), open(), open(), open()].map((inbox, turn) =>
        Promise.all(
          (turn % 2 ? keys : keys.toReversed()).map(async (key) => ((await inbox.begin(key, 'command')) ? key : undefined)),
        ),
      ),
    );
    expect(
      begun
        .flat()
        .filter((key) => key !== undefined)
        .toSorted(),
    ).toEqual(keys.toSorted());
  });

  it('begins again what was abandoned, never what was finished', async () => {
    const inbox = open();
    const longAgo = new Date(Date.now() - 60_000);
    await test.database.db.insert(slackInbox).values([
      { key: 'abandoned', kind: 'command', receivedAt: longAgo },
      { key: 'finished', kind: 'command', receivedAt: longAgo, doneAt: longAgo },
    ]);
    expect(await Promise.all(['abandoned', 'finished'].map((key) => inbox.begin(key, 'command')))).toEqual([true, false]);
    await Promise.all(['abandoned', 'finished'].map((key) => inbox.finish(key)));
    const rows = await test.database.db.select().from(slackInbox);
    expect(rows.map((row) => row.doneAt !== null)).toEqual([true, true]);
  });
});
