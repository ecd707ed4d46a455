import { expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { say } from '../../src/outbox/say.ts';
import { useDatabase } from '../support/database.ts';
import { commandForm, runSlack, signed, until } from './support.ts';

const test = useDatabase('pglite');

it('on the embedded database messages are sent in order, and a command is carried out once', async () => {
  const running = await runSlack(test.database.db);
  running.slack.sender.start();
  for (const text of ['one', 'two', 'three']) {
    await write(test.ctx({ now: '2001-06-18T14:00:00Z' }), (w) =>
      say(w, { kind: 'notice', data: { text }, destination: 'C0HEALTH', dedupeKey: text }),
    );
  }
  await Promise.all(Array.from({ length: 5 }, () => running.slack.receive(signed(commandForm('status')))));
  await until(() => running.messages('C0HEALTH').length === 3 && running.slack.counters.duplicates === 4);
  expect(running.messages('C0HEALTH').map((message) => message.text)).toEqual(['one', 'two', 'three']);
  expect(running.stub.count('command')).toBe(1);
  await running.stop();
});
