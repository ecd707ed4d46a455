import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { onStatement } from '../../src/db/db.ts';
import { claimMessages, type OutboxRow } from '../../src/outbox/claim-messages.ts';
import { claimsTogether } from '../../src/outbox/claims-together.ts';
import { readMessage } from '../../src/outbox/read-messages.ts';
import { sayAll } from '../../src/outbox/say.ts';
import { useDatabase } from '../support/database.ts';

const claims = () => claimsTogether(() => test.ctx());
const count = 5;

/** Messages to a channel each, claimed. */
async function claimed(): Promise<OutboxRow[]> {
  await write(test.ctx(), (w) =>
    sayAll(
      w,
      Array.from({ length: count }, (_, index) => ({
        kind: 'notice' as const,
        data: { text: `number ${index}` },
        destination: `C0${index}`,
        dedupeKey: `together ${index}`,
      })),
    ),
  );
  return (await claimMessages(test.ctx(), { by: 'us', leaseMs: 60_000, limit: count })).rows;
}
/** As another process does once the lease is over. */
const takeOver = ({ id }: OutboxRow) =>
  test.database.db.execute(sql`update outbox_message set attempts = attempts + 1, claimed_by = 'them' where id = ${id}`);
const keep = (row: OutboxRow) => ({ payload: `“${row.destination}”`, payloadHash: `hash ${row.id}`, fileId: null, revision: 3 });
const at = (row: OutboxRow) => ({ channel: row.destination, ts: `1.${row.seq}` });
const rowsOf = (rows: OutboxRow[]) => Promise.all(rows.map(({ id }) => readMessage(test.ctx(), id)));

/** The statements that a burst takes. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let statements = 0;
  const stop = onStatement(() => statements++);
  await work();
  stop();
  return statements;
}

const test = useDatabase('postgres');
afterEach(() => test.clear());

it('a burst of messages is kept and recorded as sent in one statement each, every message with what is its own', async () => {
  const rows = await claimed();
  const ours = claims();
  expect(await statementsOf(() => Promise.all(rows.map((row) => ours.renew(row, keep(row)))))).toBe(1);
  expect(await rowsOf(rows)).toMatchObject(rows.map((row) => ({ state: 'claimed', ...keep(row) })));
  expect(await statementsOf(() => Promise.all(rows.map((row) => ours.sent(row, at(row)))))).toBe(1);
  expect(await rowsOf(rows)).toMatchObject(
    rows.map((row) => ({
      state: 'sent',
      claimedBy: null,
      sentAt: expect.any(Date),
      slackChannel: at(row).channel,
      slackTs: at(row).ts,
      ...keep(row),
    })),
  );
});

it('of a burst the one that another process has taken over is told apart, and stays that process’s', async () => {
  const rows = await claimed();
  const [, , lost] = rows;
  const ours = claims();
  await takeOver(lost!);
  const others = rows.map((row) => row !== lost);
  expect(await Promise.all(rows.map((row) => ours.renew(row, keep(row))))).toEqual(others);
  expect(await Promise.all(rows.map((row) => ours.sent(row, at(row))))).toEqual(others);
  expect(await readMessage(test.ctx(), lost!.id)).toMatchObject({
    state: 'claimed',
    claimedBy: 'them',
    payload: null,
    slackTs: null,
  });
});
