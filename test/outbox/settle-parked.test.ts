import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { outboxRequest } from '../../src/commands/outbox-request.ts';
import { readMessage } from '../../src/outbox/read-messages.ts';
import { say } from '../../src/outbox/say.ts';
import { dropParked, listParked, resendParked } from '../../src/outbox/settle-parked.ts';
import { silentLog } from '../../src/shared/log.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('postgres');
const operator = { kind: 'person', id: 'tom', name: 'Tom Okafor', roles: ['operator'], teams: [] } as const;
const reader = { ...operator, roles: ['executive'] } as const;
const ctx = () => ({ ...test.ctx({ now: '2001-06-18T14:00:00Z' }), actor: operator });
let id: string;

beforeEach(async () => {
  const message = { kind: 'notice', data: { text: 'x' }, destination: 'C0GONE', dedupeKey: 'one' } as const;
  id = (await write(ctx(), (w) => say(w, message)))!;
  await test.database.db.execute(
    sql`update outbox_message set state = 'parked', attempts = 3, doubtful = true, last_error = 'channel_not_found'`,
  );
});
afterEach(() => test.clear());

const row = async () => (await readMessage(ctx(), id))!;
const audited = async () => (await auditEntries(ctx())).filter((entry) => entry.verb.startsWith('outbox.'));

describe('a parked message', () => {
  it('is listed with its reason', async () => {
    const { messages, more } = await listParked(ctx());
    expect(more).toBe(false);
    expect(messages).toMatchObject([{ id, kind: 'notice', destination: 'C0GONE', attempts: 3, lastError: 'channel_not_found' }]);
  });

  it('queued again has all its tries and is not looked for, and the audit log says who did it', async () => {
    await resendParked(ctx(), { id });
    expect(await row()).toMatchObject({ state: 'queued', attempts: 0, doubtful: false, nextTryAt: null, lastError: null });
    expect(await audited()).toMatchObject([
      { verb: 'outbox.resend', subject: `message:${id}`, detail: { kind: 'notice', why: 'channel_not_found' } },
    ]);
  });

  it('dropped keeps the reason, in the audit log too', async () => {
    await dropParked(ctx(), { id, reason: 'The channel is gone.' });
    expect(await row()).toMatchObject({ state: 'dropped', lastError: 'The channel is gone. (channel_not_found)' });
    expect(await audited()).toMatchObject([{ verb: 'outbox.drop', detail: { reason: 'The channel is gone.' } }]);
    expect((await listParked(ctx())).messages).toEqual([]);
  });

  it('is settled once, whoever is quicker', async () => {
    const both = [resendParked(ctx(), { id }), dropParked(ctx(), { id, reason: 'no' })];
    const ends = (await Promise.allSettled(both)).map((one) => one.status);
    expect(ends.toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await audited()).toHaveLength(1);
  });

  it('is the operator’s: others may neither see nor settle it', async () => {
    const other = { ...ctx(), actor: reader };
    for (const refused of [listParked(other), resendParked(other, { id }), dropParked(other, { id, reason: 'no' })])
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect((await row()).state).toBe('parked');
  });
});

it('what is not parked stays as it is, and what is not there is said', async () => {
  await resendParked(ctx(), { id });
  await expect(resendParked(ctx(), { id })).rejects.toMatchObject({ code: 'conflict', message: 'It is not parked but queued.' });
  await expect(dropParked(ctx(), { id, reason: ' ' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(resendParked(ctx(), { id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
  await expect(resendParked(ctx(), { id: 'one' })).rejects.toMatchObject({ code: 'invalid' });
});

it('`leeway outbox` lists, queues again and drops as the account that runs it', async () => {
  const { db, now } = ctx();
  const ask = async (request: Omit<Parameters<typeof outboxRequest>[1], 'as' | 'user'>) =>
    (await outboxRequest({ db, now, log: silentLog }, { ...request, as: undefined, user: 'ops' })).lines.join('\n');
  expect(await ask({ verb: 'list' })).toBe(
    `${id}  notice to C0GONE, made 2001-06-18T14:00:00.000Z, 3 tries\n    channel_not_found`,
  );
  expect(await ask({ verb: 'drop', id, reason: 'It had arrived.' })).toBe(`${id} is dropped.`);
  expect(await ask({ verb: 'list' })).toBe('No message waits for you.');
  expect(await audited()).toMatchObject([{ actor: { id: 'cli:ops' } }]);
});
