import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { outboxRequest } from '../../src/commands/outbox-request.ts';
import { tellOfTrouble } from '../../src/jobs/tell-of-trouble.ts';
import { rowsOf } from '../../src/db/db.ts';
import { claimMessages } from '../../src/outbox/claim-messages.ts';
import { holdMessage, liftHold } from '../../src/outbox/hold-messages.ts';
import { sayAll } from '../../src/outbox/say.ts';
import { dropTrouble, listTrouble, resendTrouble, troubleWarnings, undoDrop } from '../../src/outbox/trouble.ts';
import { putOrganisation } from '../../src/people/organisation.ts';
import { putPerson } from '../../src/people/put-person.ts';
import { silentLog } from '../../src/shared/log.ts';
import { checkPayload } from '../../src/slack/check-payload.ts';
import { troubleVerbs } from '../../src/slack/verbs/trouble-verbs.ts';
import { troubleMessage } from '../../src/slack/views/trouble.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('postgres');
const now = '2001-06-18T14:00:00Z';
const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['operator'], now });
const dana = () => test.ctx({ now, roles: ['executive'] });
const count = 312;

/** Dana says so many things to a channel, or to somebody. */
const tell = (destination: string) =>
  write(dana(), (w) =>
    sayAll(
      w,
      Array.from({ length: count }, (_, index) => ({
        kind: 'notice' as const,
        data: { text: `number ${index}` },
        destination,
        dedupeKey: `${destination} ${index}`,
      })),
    ),
  );
const park = () =>
  test.database.db.execute(
    sql`update outbox_message set state = 'parked', cause = 'msg_too_long', last_error = 'It is too long.'`,
  );
async function hold(): Promise<string> {
  const { rows } = await claimMessages(dana(), { by: 'test', leaseMs: 60_000, limit: 1 });
  return holdMessage(
    test.system(now),
    rows[0]!,
    { scope: 'destination', error: 'user_not_found', why: 'Slack knows no such user.' },
    1,
  );
}
const audited = async () => (await auditEntries(tom())).filter((entry) => entry.verb.startsWith('outbox.'));
const said = async () =>
  (await test.database.db.execute(
    sql`select kind, destination, data ->> 'text' as text from outbox_message where dedupe_key like 'outbox-trouble%' or dedupe_key like 'undelivered%' order by seq`,
  )) as unknown as { kind: string; destination: string; text: string | null }[];

afterEach(() => test.clear());

describe('messages of one cause', () => {
  beforeEach(async () => {
    await tell('C0HEALTH');
    await park();
  });

  it('are one thing with a count, and resent in their order with one act', async () => {
    expect((await listTrouble(tom())).troubles).toMatchObject([{ key: 'parked:msg_too_long', count, isHeld: false }]);
    expect(await troubleWarnings(tom())).toEqual(['312 messages wait for an operator. “leeway outbox list” says why.']);
    expect(await resendTrouble(tom(), { key: 'parked:msg_too_long' })).toEqual({ isHeld: false, count });
    expect((await listTrouble(tom())).troubles).toEqual([]);
    expect((await claimMessages(tom(), { by: 'x', leaseMs: 60_000, limit: 5 })).rows).toMatchObject([
      { data: { text: 'number 0' } },
    ]);
    expect(await audited()).toMatchObject([{ verb: 'outbox.resend-all', detail: { count } }]);
    await expect(resendTrouble(tom(), { key: 'parked:msg_too_long' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are dropped with one act, which can be taken back', async () => {
    const { dropId, count: dropped } = await dropTrouble(tom(), { key: 'parked:msg_too_long', reason: 'They are old.' });
    expect(dropped).toBe(count);
    expect((await listTrouble(tom())).troubles).toEqual([]);
    expect(await undoDrop(tom(), { dropId })).toEqual({ count });
    expect((await listTrouble(tom())).troubles[0]?.why).toBe('It is too long.');
    expect((await listTrouble(tom())).troubles).toMatchObject([{ count }]);
    expect((await audited()).map((entry) => entry.verb)).toEqual(['outbox.drop-all', 'outbox.undo-drop']);
  });

  it('are the operator’s: others may neither see nor settle them', async () => {
    const key = 'parked:msg_too_long';
    for (const refused of [listTrouble(dana()), resendTrouble(dana(), { key }), dropTrouble(dana(), { key, reason: 'no' })])
      await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
    expect(await audited()).toEqual([]);
  });

  it('are one line of `leeway outbox list`, and one name to act on', async () => {
    const ask = async (verb: 'list' | 'resend' | 'drop', id?: string, reason?: string) =>
      (
        await outboxRequest(
          { db: test.database.db, now: new Date(now), log: silentLog },
          { verb, id, reason, as: undefined, user: 'ops' },
        )
      ).lines;
    expect(await ask('list')).toEqual(['parked:msg_too_long  312 messages are parked, to C0HEALTH', '    It is too long.']);
    const [dropped] = await ask('drop', 'parked:msg_too_long', 'old');
    const undo = /leeway outbox resend (dropped:\S+)/.exec(dropped!)![1]!;
    expect(await ask('resend', undo)).toEqual(['312 messages are parked again, as before the drop.']);
    expect(await ask('resend', 'parked:msg_too_long')).toEqual(['312 messages are queued again.']);
  });
});

describe('an answer in a direct message', () => {
  it('that could not be sent is told to whoever asked as theirs, and to operators without an id', async () => {
    await tell('D0EXEC');
    await park();
    const [row] = (await test.database.db.execute(sql`select id from outbox_message limit 1`)) as unknown as { id: string }[];
    await tellOfTrouble(test.system(now), { message: row!.id });
    expect(await said()).toMatchObject([
      { destination: 'person:dana', text: expect.stringMatching(/^My answer to you could not be sent/) },
    ]);
    const { lines } = await troubleVerbs.trouble(tom());
    expect(lines[0]?.places).toEqual(['a direct message']);
  });
});

describe('a place that Slack refuses', () => {
  beforeEach(async () => {
    await write(test.system(now), async (w) => {
      const person = { email: null, title: '', zone: 'America/Chicago', slackTeamId: 'T0LEEWAY', active: true, teams: [] };
      await putPerson(w, { ...person, id: 'tom', name: 'Tom Okafor', slackUserId: 'U0ENG', roles: ['operator'] } as never, []);
      await putPerson(
        w,
        { ...person, id: 'marcus', name: 'Marcus Bell', slackUserId: 'U0EXPERT', roles: ['expert'] } as never,
        [],
      );
    });
    await tell('person:marcus');
  });

  it('is held once: the operator hears, and whoever said something hears that it has not arrived', async () => {
    expect(await hold()).toBe('new');
    await tellOfTrouble(test.system(now), { hold: 'person:marcus' });
    await tellOfTrouble(test.system(now), { hold: 'person:marcus' });
    expect(await said()).toMatchObject([
      { kind: 'outbox-trouble', destination: 'person:tom' },
      {
        kind: 'notice',
        destination: 'person:dana',
        text: expect.stringMatching(/^What you had me tell Marcus Bell has not arrived/),
      },
    ]);
  });

  it('lets nothing pass until it is looked at, and one message then', async () => {
    await hold();
    const claim = (look?: { baseMs: number; maxMs: number }) =>
      claimMessages(tom(), { by: 'x', leaseMs: 60_000, limit: 9, look });
    expect(await claim()).toEqual({ rows: [], looked: [] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const wait = { baseMs: 60_000, maxMs: 60_000 };
    expect(await claim(wait)).toMatchObject({ rows: [{ data: { text: 'number 0' }, attempts: 1 }], looked: ['person:marcus'] });
    expect(await claim(wait)).toEqual({ rows: [], looked: [] });
    expect(await liftHold(tom(), 'person:marcus')).toBe(true);
    expect((await listTrouble(tom())).troubles).toEqual([]);
  });

  it('ends with what waited for it, as an act that the audit has, and the operator’s letter says so', async () => {
    await hold();
    await tellOfTrouble(test.system(now), { hold: 'person:marcus' });
    await test.database.db.execute(sql`update outbox_message set state = 'dropped' where destination = 'person:marcus'`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await claimMessages(tom(), { by: 'x', leaseMs: 60_000, limit: 1, look: { baseMs: 60_000, maxMs: 60_000 } });
    expect((await listTrouble(tom())).troubles).toEqual([]);
    expect((await audited()).map((entry) => entry.verb)).toEqual(['outbox.hold', 'outbox.lift']);
    const edits = await test.database.db.execute(sql`select kind, destination from outbox_message where updates is not null`);
    expect(rowsOf(edits)).toEqual([{ kind: 'outbox-trouble', destination: 'person:tom' }]);
  });

  it('is shown with names, an act for all and a question before a drop', async () => {
    await hold();
    const message = troubleMessage(await troubleVerbs.trouble(tom()));
    checkPayload(message);
    const words = JSON.stringify(message.blocks);
    expect(message.text).toBe('312 messages do not go out');
    expect(words).toContain('*312 messages* to Marcus Bell (direct message) wait since Mon 18 June');
    expect(words).toContain('Try again now');
    expect(words).toContain('"Drop all 312"');
    expect(words).toContain('You can take this back.');
  });

  it('is no channel where it is a direct message', async () => {
    await hold();
    await test.database.db.execute(sql`update outbox_hold set error = 'channel_not_found', why = 'Slack knows no such channel.'`);
    const { lines } = await troubleVerbs.trouble(tom());
    expect(lines[0]?.why).toMatch(/^Slack finds nobody to write to .*correct the person’s Slack id/);
  });

  it('tells its time in a letter by the organisation’s clock', async () => {
    await hold();
    await write(test.system(now), (w) =>
      putOrganisation(w, { name: 'Skyway', zone: 'America/Chicago', industry: 'airlines', goals: [], channels: {} } as never),
    );
    const { lines } = await troubleVerbs.trouble(test.system(now));
    expect(lines[0]?.since).toBe('since Mon 18 June 2001, 09:00');
  });

  it('that is all of Slack names no place', async () => {
    const line = {
      key: 'hold:*',
      isHeld: true,
      count: 1,
      doubtful: 0,
      why: 'Slack has revoked the token.',
      places: [],
      morePlaces: 0,
    };
    const words = JSON.stringify(troubleMessage({ lines: [{ ...line, since: 'since Monday' }], more: false }).blocks);
    expect(words).toContain('*1 message* waits since Monday');
  });

  it('is not dropped as a whole where it is all of Slack', async () => {
    await expect(dropTrouble(tom(), { key: 'hold:*', reason: 'no' })).rejects.toMatchObject({ code: 'invalid' });
  });
});
