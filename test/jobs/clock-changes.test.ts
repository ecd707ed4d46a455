import { afterEach, describe, expect, it, vi } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { tick } from '../../src/jobs/tick.ts';
import { claimMessages } from '../../src/outbox/claim-messages.ts';
import { say } from '../../src/outbox/say.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { putSchedule } from '../../src/queue/schedules.ts';
import { addDays } from '../../src/shared/period.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase();
let enqueued: string[] = [];
const queue: Queue = {
  enqueue: async (w, name, data) =>
    w.afterCommit(() => void enqueued.push(`${name} ${(data as { periodStart?: string }).periodStart}`)),
  waiting: async () => [],
  take: async () => undefined,
  complete: async () => {},
  fail: async () => {},
  onEnqueued: () => {},
  close: async () => {},
} as Queue;
const tickAt = (now: string) => tick(test.system(now), queue);
const digestOf = (zone: string) => ({
  id: 'executives',
  title: 'Executives',
  voice: 'executive' as const,
  industry: 'airlines',
  channel: 'C0HEALTH',
  zone,
  weekday: 1,
  hour: 9,
  teamId: null,
  reportsTo: null,
});

afterEach(async () => {
  vi.useRealTimers();
  enqueued = [];
  await test.clear();
});

describe('a clock that steps back an hour', () => {
  it('does nothing twice that was due', async () => {
    await write(test.system('2001-06-16T00:00:00Z'), async (w) => {
      await putAudience(w, digestOf('UTC'));
      await putSchedule(w, { kind: 'monitor-day', subject: 'flight-delay', zone: 'UTC', weekday: null, hour: 8, minute: 30 });
    });
    await tickAt('2001-06-18T09:00:30Z');
    const first = enqueued.length;
    for (const now of ['2001-06-18T08:00:31Z', '2001-06-18T08:30:00Z', '2001-06-18T09:00:00Z', '2001-06-18T09:00:31Z'])
      expect(await tickAt(now)).toBe(0);
    expect(enqueued).toHaveLength(first);
    expect(enqueued.filter((one) => one.startsWith('compose-digest'))).toEqual(['compose-digest 2001-06-11']);
  });

  it('gives no claimed message to a second process, and keeps a message that waits in its place', async () => {
    const at = Date.now();
    const claim = (by: string) => claimMessages(test.system(), { by, leaseMs: 120_000, limit: 10 } as never);
    const notice = (text: string) =>
      write(test.ctx(), (w) => say(w, { kind: 'notice', data: { text }, destination: 'C0HEALTH', dedupeKey: text }));
    await notice('one');
    await notice('two');
    vi.useFakeTimers({ toFake: ['Date'], now: at });
    expect((await claim('first')).rows).toHaveLength(1);
    vi.setSystemTime(at - 3_600_000);
    expect((await claim('second')).rows).toEqual([]);
    vi.setSystemTime(at + 121_000);
    expect((await claim('second')).rows).toMatchObject([{ data: { text: 'one' }, attempts: 2 }]);
  });
});

describe('summer time that begins or ends on a Monday', () => {
  // Iran moved its clocks as Monday 22 March 2010 began (UTC+3:30 to +4:30), and back as Monday 22 September 2014 began.
  it.each([
    ['forward', '2010-03-22', '2010-03-22T04:30:00.000Z', '2010-03-15T05:30:00.000Z'],
    ['back', '2014-09-22', '2014-09-22T05:30:00.000Z', '2014-09-15T04:30:00.000Z'],
  ])('%s: the digest comes at 09:00 by the wall, once', async (_, monday, due, before) => {
    const at = (instant: string, ms = 0) => new Date(Date.parse(instant) + ms).toISOString();
    await write(test.system(`${addDays(monday, -10)}T00:00:00Z`), (w) => putAudience(w, digestOf('Asia/Tehran')));
    expect(await tickAt(at(before, -1))).toBe(0);
    expect(await tickAt(before)).toBe(1);
    expect(await tickAt(at(due, -1))).toBe(0);
    expect(await tickAt(due)).toBe(1);
    for (const hours of [1, 2, 24]) expect(await tickAt(at(due, hours * 3_600_000))).toBe(0);
    expect(enqueued).toEqual([`compose-digest ${addDays(monday, -14)}`, `compose-digest ${addDays(monday, -7)}`]);
  });

  it('a daily look at a time that is left out comes once that day, and so does one at a time that is there twice', async () => {
    const daily = { kind: 'monitor-day', subject: 'flight-delay', zone: 'Asia/Tehran', weekday: null, minute: 30 } as const;
    // 00:30 was left out on 22 March 2010; 23:30 of 21 September 2014 was there twice.
    await write(test.system('2010-03-20T12:00:00Z'), (w) => putSchedule(w, { ...daily, hour: 0 }));
    for (let hour = 0; hour < 72; hour++) await tickAt(new Date(Date.UTC(2010, 2, 20, 12 + hour)).toISOString());
    expect(enqueued.map((one) => one.split(' ')[1])).toEqual(['2010-03-20', '2010-03-21', '2010-03-22']);
    enqueued = [];
    await write(test.system('2014-09-20T12:00:00Z'), (w) => putSchedule(w, { ...daily, hour: 23 }));
    for (let hour = 0; hour < 72; hour++) await tickAt(new Date(Date.UTC(2014, 8, 20, 12 + hour)).toISOString());
    expect(enqueued.map((one) => one.split(' ')[1])).toEqual(['2014-09-19', '2014-09-20', '2014-09-21']);
  });
});
