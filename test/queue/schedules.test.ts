import { afterEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { claimSchedule, dueSchedules, nextDue, putSchedule, removeSchedule, type Schedule } from '../../src/queue/schedules.ts';
import { useDatabase } from '../support/database.ts';

const monday9: Schedule = { kind: 'digest', subject: 'executives', zone: 'America/Chicago', weekday: 1, hour: 9, minute: 0 };
const daily: Schedule = {
  kind: 'monitor-day',
  subject: 'flight-delay',
  zone: 'America/Chicago',
  weekday: null,
  hour: 5,
  minute: 30,
};

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`schedules on ${kind}`, () => {
    const test = useDatabase(kind);
    afterEach(() => test.clear());
    const put = (row: Schedule, now: string) => write(test.system(now), (w) => putSchedule(w, row));

    it('come due at the wall time of their zone, summer time included', async () => {
      await put(monday9, '2001-03-27T00:00:00Z');
      expect(await nextDue(test.system())).toEqual(new Date('2001-04-02T14:00:00Z'));
      expect(await dueSchedules(test.system('2001-04-02T13:59:59Z'))).toEqual([]);
      expect(await dueSchedules(test.system('2001-04-02T14:00:00Z'))).toMatchObject([{ subject: 'executives' }]);
    });

    it('keep their next instant when written again unchanged, and get a new one when changed', async () => {
      await put(monday9, '2001-03-06T00:00:00Z');
      await put(monday9, '2001-03-20T00:00:00Z');
      expect(await nextDue(test.system())).toEqual(new Date('2001-03-12T15:00:00Z'));
      await put({ ...monday9, hour: 10 }, '2001-03-20T00:00:00Z');
      expect(await nextDue(test.system())).toEqual(new Date('2001-03-26T16:00:00Z'));
      await put({ ...daily, kind: 'digest', subject: 'executives' }, '2001-03-20T00:00:00Z');
      expect(await nextDue(test.system())).toEqual(new Date('2001-03-20T11:30:00Z'));
    });

    it('are met one instant after another when the clock leaps', async () => {
      await put(daily, '2001-03-06T00:00:00Z');
      const later = test.system('2001-03-08T12:00:00Z');
      const days: string[] = [];
      for (let row; (row = (await dueSchedules(later))[0]);) {
        const due = row;
        expect(await write(later, (w) => claimSchedule(w, due))).toBe(true);
        days.push(due.nextRunAt.toISOString().slice(0, 10));
      }
      expect(days).toEqual(['2001-03-06', '2001-03-07', '2001-03-08']);
    });

    it('are claimed by one of ten at once', async () => {
      await put(monday9, '2001-03-06T00:00:00Z');
      const now = test.system('2001-03-13T00:00:00Z');
      const [row] = await dueSchedules(now);
      const claims = await Promise.all(Array.from({ length: 10 }, () => write(now, (w) => claimSchedule(w, row!))));
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('can be removed', async () => {
      await put(monday9, '2001-03-06T00:00:00Z');
      await write(test.system(), (w) => removeSchedule(w, 'digest', 'executives'));
      expect(await nextDue(test.system())).toBeUndefined();
    });
  });
}
