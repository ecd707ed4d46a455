import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { isOut, noteFailedTry, tellLateDigest, tryDigestAgain } from '../../src/digest/late-digest.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { waitingQueues } from '../../src/queue/enqueue.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';
import { createDigestVerbs } from '../../src/slack/verbs/digest-verbs.ts';
import { lateDigestMessage } from '../../src/slack/views/late-digest.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights } from '../support/flights.ts';

const which = { audienceId: 'executives', destination: 'C0HEALTH', periodStart: '2001-06-11' };
const quarterPast = '2001-06-18T14:15:00Z';

describe('a digest that is not out a quarter past its hour', () => {
  const test = useDatabase();
  const db = () => test.database.db;
  const verbs = createDigestVerbs({ linkFor: () => '' });
  const messages = async () =>
    (await db().select().from(outboxMessage).orderBy(asc(outboxMessage.seq))).filter((row) => row.kind === 'digest-late');
  const tell = (now = quarterPast) => tellLateDigest(test.system(now), which);
  async function shownAt(destination: string): Promise<string> {
    const view = await verbs.lateDigest(test.system(quarterPast), { ...which, to: destination });
    return lateDigestMessage(view)
      .blocks.map((block) => JSON.stringify(block))
      .join('\n');
  }
  const deliver = (state: 'sent' | 'parked') => db().update(outboxMessage).set({ state, lastError: 'channel_not_found' });

  beforeEach(async () => {
    await ensureQueues(test.database, silentLog);
    await applyFlights(test.system('2001-02-01T12:00:00Z'));
  });
  afterEach(() => test.clear());

  it('is spoken of to its audience and to whoever runs Leeway, with the reason, and tried once more', async () => {
    await noteFailedTry(test.system(), which, new LeewayError('too-large', 'More than 60 findings of one week.'));
    await noteFailedTry(test.system(), which, new LeewayError('too-large', 'More than 60 findings of one week.'));
    await tell();
    expect((await messages()).map((row) => row.destination)).toEqual(['C0HEALTH', 'person:tom']);
    expect(await shownAt('C0HEALTH')).toContain(
      '*This week’s digest could not be made yet*, because of this: More than 60 findings of one week.\\nTom Okafor has been told. It comes here as soon as it is made.',
    );
    const letter = await shownAt('person:tom');
    expect(letter).toContain('The digest for Executives, due at 09:00, is not out.');
    expect(letter).toContain('It was tried 2 times');
    expect(letter).toContain('Try again now');
    expect(await waitingQueues(db())).toContain('compose-digest');
  });

  it('is spoken of once, however often it is looked for', async () => {
    await tell();
    await tell('2001-06-18T14:30:00Z');
    expect(await messages()).toHaveLength(2);
  });

  it('hides what only a log should hold, and says so where nobody began it', async () => {
    await tell();
    expect(await shownAt('C0HEALTH')).toContain('because it was not begun in time.');
    await noteFailedTry(test.system(), which, new TypeError('rows.map is not a function'));
    expect(await shownAt('C0HEALTH')).toContain('because of a fault in Leeway itself.');
  });

  it('says that it came late once it is made', async () => {
    await tell();
    await composeDigest(test.system('2001-06-18T15:40:00Z'), which);
    const edited = (await messages()).filter((row) => row.updates !== null);
    expect(edited.map((row) => row.destination).toSorted()).toEqual(['C0HEALTH', 'person:tom']);
    expect(await shownAt('C0HEALTH')).toContain('This week’s digest came late: it is here now.');
    expect(await shownAt('person:tom')).toContain('The digest for Executives, due at 09:00, is out now.');
  });

  it('concerns nobody but whoever runs Leeway where it is written and Slack does not take it', async () => {
    await composeDigest(test.system('2001-06-18T14:00:00Z'), which);
    await deliver('parked');
    await tell();
    expect((await messages()).map((row) => row.destination)).toEqual(['person:tom']);
    expect(await shownAt('person:tom')).toContain('It was written and had not arrived in Slack.');
  });

  it('is none where it is out', async () => {
    await composeDigest(test.system('2001-06-18T14:00:00Z'), which);
    await deliver('sent');
    expect(await isOut(test.system(quarterPast), which)).toBe(true);
    await tell();
    expect(await messages()).toEqual([]);
  });

  it('is not taken for out because last week’s was', async () => {
    await composeDigest(test.system('2001-06-11T14:00:00Z'), { ...which, periodStart: '2001-06-04' });
    await deliver('sent');
    expect(await isOut(test.system(quarterPast), which)).toBe(false);
  });

  it('is tried again by an operator alone, as the audit log says, and not once it is made', async () => {
    const tom = test.ctx({ id: 'tom', roles: ['operator'], now: quarterPast });
    await expect(tryDigestAgain(test.ctx({ id: 'dana', roles: ['executive'] }), which)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await tryDigestAgain(tom, which);
    expect(await auditEntries(test.system())).toContainEqual(expect.objectContaining({ verb: 'digest.try-again' }));
    await composeDigest(test.system(quarterPast), which);
    await expect(tryDigestAgain(tom, which)).rejects.toMatchObject({ code: 'conflict' });
  });
});
