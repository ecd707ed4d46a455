import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { changeSettings } from '../../src/digest/settings.ts';
import { readClockOffset } from '../../src/jobs/clock-store.ts';
import { advanceTo, createMovedClock } from '../../src/jobs/moved-clock.ts';
import { tick } from '../../src/jobs/tick.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { putSchedule, type Schedule } from '../../src/queue/schedules.ts';
import { useDatabase } from '../support/database.ts';

const audience = {
  id: 'executives',
  title: 'Executives',
  voice: 'executive' as const,
  industry: 'airlines',
  channel: 'C0HEALTH',
  zone: 'America/Chicago',
  weekday: 1,
  hour: 9,
  teamId: null,
  reportsTo: null,
};
const chicago = { zone: 'America/Chicago' };
const daily: Schedule = { kind: 'monitor-day', subject: 'flight-delay', ...chicago, weekday: null, hour: 5, minute: 30 };
const weekly: Schedule = { kind: 'monitor-week', subject: 'flight-delay', ...chicago, weekday: 1, hour: 6, minute: 0 };

describe('what comes due', () => {
  const test = useDatabase();
  /** What was put into the queue, and in which domain time. */
  let enqueued: { at: string; name: string; data: Record<string, string> }[];
  const queueAt = (now: () => Date): Queue => ({
    enqueue: async (w, name, data) =>
      w.afterCommit(() => enqueued.push({ at: now().toISOString(), name, data: { ...data } as Record<string, string> })),
    waiting: async () => [],
    take: async () => undefined,
    complete: async () => {},
    fail: async () => {},
    onEnqueued: () => {},
    close: async () => {},
  });
  const put = (now: string, ...rows: Schedule[]) =>
    write(test.system(now), async (w) => {
      for (const row of rows) await putSchedule(w, row);
    });
  const tickAt = (now: string) =>
    tick(
      test.system(now),
      queueAt(() => new Date(now)),
    );

  beforeEach(() => {
    enqueued = [];
  });
  afterEach(() => test.clear());

  it('is enqueued once, whichever of two processes looks first', async () => {
    await put('2001-06-16T00:00:00Z', daily, weekly);
    await write(test.system('2001-06-16T00:00:00Z'), (w) => putAudience(w, audience));
    const now = '2001-06-18T15:00:00Z';
    const counts = await Promise.all([tickAt(now), tickAt(now), tickAt(now)]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(enqueued.map((one) => one.data).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))).toEqual([
      { audienceId: 'executives', destination: 'C0HEALTH', periodStart: '2001-06-11' },
      { modelId: 'flight-delay', grain: 'day', periodStart: '2001-06-15' },
      { modelId: 'flight-delay', grain: 'day', periodStart: '2001-06-16' },
      { modelId: 'flight-delay', grain: 'day', periodStart: '2001-06-17' },
      { modelId: 'flight-delay', grain: 'week', periodStart: '2001-06-11' },
    ]);
    expect(await tickAt(now)).toBe(0);
  });

  it('that is looked after late is not taken for what comes due next', async () => {
    const friday = { ...audience, weekday: 5 };
    await write(test.system('2001-06-15T13:00:00Z'), (w) => putAudience(w, friday));
    await put('2001-06-15T13:00:00Z', { ...daily, kind: 'monitor-day-late', hour: 8, minute: 30 });
    // Down from Friday morning to the small hours of Monday, before Sunday's look is due.
    await tickAt('2001-06-18T07:00:00Z');
    enqueued = [];
    await tickAt('2001-06-18T07:16:00Z');
    expect(enqueued.map(({ name, data }) => [name, data['periodStart']])).toEqual([
      ['digest-late', '2001-06-04'],
      ['run-late', '2001-06-16'],
    ]);
  });

  it('is looked after once it had its time, also where Leeway slept through it', async () => {
    await write(test.system('2001-06-16T00:00:00Z'), (w) => putAudience(w, audience));
    await put('2001-06-16T00:00:00Z', { ...daily, kind: 'monitor-day-late', hour: 6, minute: 30 });
    expect(await tickAt('2001-06-18T15:00:00Z')).toBe(1);
    expect(enqueued.map((one) => one.name)).toEqual(['compose-digest']);
    expect(await tickAt('2001-06-18T15:14:59Z')).toBe(0);
    expect(await tickAt('2001-06-18T15:15:00Z')).toBe(2);
    expect(enqueued.slice(1).map((one) => [one.name, one.data['periodStart']])).toEqual([
      ['digest-late', '2001-06-11'],
      ['run-late', '2001-06-17'],
    ]);
  });

  it('is not missed by whoever puts it down between its time and the look after it', async () => {
    await write(test.system('2001-06-18T14:05:00Z'), (w) => putAudience(w, audience));
    expect(await tickAt('2001-06-18T14:15:00Z')).toBe(0);
    expect(await tickAt('2001-06-25T14:00:00Z')).toBe(1);
    expect(await tickAt('2001-06-25T14:15:00Z')).toBe(1);
  });

  it('is not before its minute', async () => {
    await put('2001-06-16T00:00:00Z', weekly);
    expect(await tickAt('2001-06-18T10:59:59Z')).toBe(0);
    expect(await tickAt('2001-06-18T11:00:00Z')).toBe(1);
  });

  it('is Monday 09:00 of the zone in summer and in winter time', async () => {
    await write(test.system('2001-03-27T00:00:00Z'), (w) => putAudience(w, audience));
    // Chicago's clocks went forward on 1 April 2001 and back on 28 October.
    for (const [before, at, week] of [
      ['2001-04-02T13:59:00Z', '2001-04-02T14:00:00Z', '2001-03-26'],
      ['2001-10-22T13:59:00Z', '2001-10-22T14:00:00Z', '2001-10-15'],
      ['2001-10-29T14:59:00Z', '2001-10-29T15:00:00Z', '2001-10-22'],
    ] as const) {
      await tickAt(before);
      enqueued = [];
      expect(await tickAt(at)).toBe(1);
      expect(enqueued[0]!.data['periodStart']).toBe(week);
    }
  });

  it('is a person’s own digest at their own hour, by direct message, and not once they read the channel', async () => {
    await write(test.system('2001-06-12T00:00:00Z'), (w) => putAudience(w, audience));
    const lena = test.ctx({ id: 'lena', roles: ['engineer'], now: '2001-06-12T00:00:00Z' });
    await changeSettings(lena, { audienceId: 'executives', delivery: 'direct', weekday: 1, hour: 9, zone: 'Europe/Berlin' });
    expect(await tickAt('2001-06-18T07:00:00Z')).toBe(1);
    expect(enqueued).toMatchObject([
      { name: 'compose-digest', data: { audienceId: 'executives', destination: 'person:lena', periodStart: '2001-06-11' } },
    ]);
    await changeSettings(lena, { delivery: 'channel' });
    enqueued = [];
    await tickAt('2001-06-25T07:00:00Z');
    expect(enqueued.map((one) => one.data['destination'])).toEqual(['C0HEALTH']);
  });

  it('is forgotten with what it was for: an audience that is gone gets nothing', async () => {
    await put('2001-06-12T00:00:00Z', { kind: 'digest', subject: 'gone', ...chicago, weekday: 1, hour: 9, minute: 0 });
    expect(await tickAt('2001-06-18T14:00:00Z')).toBe(0);
    expect(enqueued).toEqual([]);
  });

  describe('on the way of a moved clock', () => {
    const advance = async (to: string, deps: { settle?: () => Promise<void> } = {}) => {
      const clock = await createMovedClock({ db: test.database.db }, new Date('2001-06-16T12:00:00Z'));
      const progress: string[] = [];
      await advanceTo(
        {
          clock,
          zone: 'America/Chicago',
          ctx: () => test.system(clock.now()),
          tick: () =>
            tick(
              test.system(clock.now()),
              queueAt(() => clock.now()),
            ),
          settle: deps.settle ?? (async () => {}),
        },
        new Date(to),
        (message) => progress.push(message),
      );
      return { clock, progress };
    };

    it('is done in order and each at its own time: days, then the week, then the digest', async () => {
      await put('2001-06-16T12:00:00Z', daily, weekly);
      await write(test.system('2001-06-16T12:00:00Z'), (w) => putAudience(w, audience));
      let settled = 0;
      const { clock, progress } = await advance('2001-06-18T16:00:00Z', { settle: async () => void settled++ });
      expect(enqueued.map(({ at, data }) => [at.slice(0, 16), data['grain'] ?? data['audienceId']])).toEqual([
        ['2001-06-17T10:30', 'day'],
        ['2001-06-18T10:30', 'day'],
        ['2001-06-18T11:00', 'week'],
        ['2001-06-18T14:00', 'executives'],
        // Nobody made it here.
        ['2001-06-18T14:15', 'executives'],
      ]);
      // Once for what waited already, then after each thing that fell due.
      expect(settled).toBe(6);
      expect(progress.at(-1)).toBe('Mon 18 June 2001, 09:15');
      expect(clock.now().toISOString().slice(0, 16)).toBe('2001-06-18T16:00');
    });

    it('never goes back, and is kept', async () => {
      const { clock } = await advance('2001-06-18T16:00:00Z');
      await expect(advance('2001-06-17T00:00:00Z')).rejects.toMatchObject({ code: 'invalid', field: 'to' });
      const again = await createMovedClock({ db: test.database.db }, new Date('2001-01-01T00:00:00Z'));
      expect(again.now().toISOString().slice(0, 13)).toBe(clock.now().toISOString().slice(0, 13));
      expect(await readClockOffset(test.database.db)).toBeDefined();
    });
  });
});
