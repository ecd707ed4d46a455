import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { changeSettings, putDefaultSettings, readSettings, removeSettings } from '../../src/digest/settings.ts';
import { dueSchedules } from '../../src/queue/schedules.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const audience = (id: string, voice: 'executive' | 'data-scientist') => ({
  id,
  title: id,
  voice,
  industry: 'airlines',
  channel: 'C0HEALTH',
  zone: 'America/Chicago',
  weekday: 1,
  hour: 9,
  teamId: null,
  reportsTo: null,
});

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`digest settings on ${kind}`, () => {
    const test = useDatabase(kind);
    const lena = () => test.ctx({ id: 'lena', name: 'Lena', roles: ['engineer'] });
    const direct = async () =>
      (await dueSchedules(test.system('2001-04-01T00:00:00Z')))
        .filter((one) => one.kind === 'digest-person')
        .map((one) => one.nextRunAt.toISOString());
    beforeEach(() =>
      write(test.system(), async (w) => {
        await putAudience(w, audience('data-scientists', 'data-scientist'));
        await putAudience(w, audience('executives', 'executive'));
      }),
    );
    afterEach(() => test.clear());

    it('are those of the audience in the reader’s words until something is chosen', async () => {
      expect(await readSettings(lena())).toMatchObject({
        personId: 'lena',
        audienceId: 'data-scientists',
        delivery: 'channel',
        weekday: 1,
        hour: 9,
      });
      expect(await readSettings(test.ctx({ roles: ['executive'] }))).toMatchObject({ audienceId: 'executives' });
    });

    it('bring a direct message at the chosen weekday and hour of the chosen zone, audited', async () => {
      await changeSettings(lena(), { delivery: 'direct', weekday: 2, hour: 7, zone: 'Europe/Berlin' });
      expect(await direct()).toEqual(['2001-03-06T06:00:00.000Z']);
      await changeSettings(lena(), { hour: 8 });
      expect(await direct()).toEqual(['2001-03-06T07:00:00.000Z']);
      await changeSettings(lena(), { delivery: 'channel' });
      expect(await direct()).toEqual([]);
      expect(await readSettings(lena())).toMatchObject({ delivery: 'channel', weekday: 2, hour: 8, zone: 'Europe/Berlin' });
      const entries = await auditEntries(test.system());
      expect(entries).toHaveLength(3);
      expect(entries[1]).toMatchObject({
        verb: 'digest.change-settings',
        subject: 'person:lena',
        detail: { before: { hour: 7 }, after: { hour: 8 } },
      });
    });

    it.each([
      [{ weekday: 8 }, 'weekday'],
      [{ hour: 24 }, 'hour'],
      [{ zone: 'Berlin' }, 'zone'],
      [{ audienceId: 'nobody' }, 'audienceId'],
    ])('refuse %j', async (change, field) => {
      await expect(changeSettings(lena(), change)).rejects.toMatchObject({ field });
      expect(await auditEntries(test.system())).toEqual([]);
    });

    it('are refused to people without a role and to services', async () => {
      await expect(changeSettings(test.ctx({ roles: [] }), { hour: 7 })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(changeSettings(test.system(), { hour: 7 })).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('of a file are a beginning, and end when the person leaves', async () => {
      const given = {
        personId: 'lena',
        audienceId: 'executives',
        delivery: 'direct',
        weekday: 1,
        hour: 9,
        zone: 'Europe/Berlin',
        often: 'weekly',
        short: false,
      } as const;
      expect(await write(test.system(), (w) => putDefaultSettings(w, given))).toBe(true);
      expect(await direct()).toEqual(['2001-03-12T08:00:00.000Z']);
      expect(await write(test.system(), (w) => putDefaultSettings(w, { ...given, hour: 5 }))).toBe(false);
      expect(await readSettings(lena())).toMatchObject({ hour: 9, audienceId: 'executives' });
      await write(test.system(), (w) => removeSettings(w, 'lena'));
      expect(await direct()).toEqual([]);
    });
  });
}
