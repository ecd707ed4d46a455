import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countComplaints } from '../../src/complaints/count-complaints.ts';
import { parseCounts } from '../../src/complaints/parse-csv.ts';
import { readComplaints } from '../../src/complaints/read-complaints.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { addDays } from '../../src/shared/period.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`complaints on ${kind}`, () => {
    const test = useDatabase(kind);
    const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'] });
    const count = (count: number, week: string, more: object = {}) =>
      countComplaints(marcus(), { counts: [{ modelId: 'flight-delay', week, count, ...more }], source: 'command' });
    const weeks = (first: string, ...counts: number[]) =>
      countComplaints(marcus(), {
        source: 'csv',
        counts: counts.map((one, at) => ({ modelId: 'flight-delay', week: addDays(first, 7 * at), count: one })),
      });
    beforeEach(async () => {
      await putSkyway(test.system());
      await putModels(test.system(), flightDelay, { id: 'gone', title: 'Gone', stage: 'retired' });
    });
    afterEach(() => test.clear());

    it('keeps a count as a fact of its week and segment, whatever day was named', async () => {
      await count(22, '2001-02-14');
      await count(37, '2001-02-21');
      await count(5, '2001-02-21', { segment: 'ORD' });
      const [all, ord] = await readComplaints(marcus(), ['flight-delay'], '2001-02-19');
      expect(all).toMatchObject({
        segment: '',
        now: { value: 37, unit: 'count', periodStart: '2001-02-19' },
        before: { value: 22 },
      });
      expect(ord).toMatchObject({ segment: 'ORD', now: { value: 5 }, before: undefined, low: undefined });
      const last = (await auditEntries(test.system())).at(-1);
      expect(last).toMatchObject({
        verb: 'complaints.count',
        subject: 'model:flight-delay',
        detail: { source: 'command', counts: 1 },
      });
    });

    it('takes a later count of the same week in place of the one before', async () => {
      await count(37, '2001-02-19');
      await count(39, '2001-02-20');
      expect(await readComplaints(marcus(), ['flight-delay'], '2001-02-19')).toMatchObject([{ now: { value: 39 } }]);
    });

    it('sets a count that was wrong to 0', async () => {
      await count(370, '2001-02-19');
      await count(0, '2001-02-19');
      expect(await readComplaints(marcus(), ['flight-delay'], '2001-02-19')).toMatchObject([{ now: { value: 0 } }]);
    });

    it('signals what is above the usual range, once eight weeks are known, and never what is below', async () => {
      const first = await weeks('2000-12-11', 10, 12, 9, 11, 10, 12, 11);
      expect(first.weeks.some((one) => one.outside)).toBe(false);
      await weeks('2001-01-29', 10);
      expect((await weeks('2001-02-05', 0)).weeks).toMatchObject([{ outside: false }]);
      expect((await listMatters(test.system())).matters).toEqual([]);
      expect((await weeks('2001-02-12', 40)).weeks).toMatchObject([{ outside: true }]);
      expect((await listMatters(test.system())).matters).toMatchObject([
        {
          kind: 'alert',
          key: 'complaints',
          title: 'Flight Delay: more complaints from customers than usual',
          openedFor: '2001-02-12',
        },
      ]);
      const [week] = await readComplaints(marcus(), ['flight-delay'], '2001-02-12');
      expect(week!.high!.value).toBeLessThan(40);
      expect(week!.low!.value).toBeGreaterThanOrEqual(0);
    });

    it('judges each of many weeks by those before it, and none that is not over', async () => {
      const sent = await weeks('2000-12-25', 10, 12, 9, 11, 10, 12, 11, 10, 50, 10, 60);
      expect(sent.weeks.filter((one) => one.outside).map((one) => one.week)).toEqual(['2001-02-19']);
    });

    it.each([
      ['an unknown model', { modelId: 'flight-dely' }, 'not-found', /no model “flight-dely”/],
      ['a retired model', { modelId: 'gone' }, 'invalid', /retired/],
      ['a week to come', { week: '2001-03-12' }, 'invalid', /12 March 2001 has not come yet/],
      ['less than nothing', { count: -1 }, 'invalid', /Not less than 0/],
      ['half a complaint', { count: 1.5 }, 'invalid', /whole number/],
    ])('refuses %s, and keeps nothing', async (_what, wrong, code, message) => {
      const good = { modelId: 'flight-delay', week: '2001-02-19', count: 3 };
      const sent = countComplaints(marcus(), { counts: [good, { ...good, week: '2001-02-12', ...wrong }], source: 'rest' });
      await expect(sent).rejects.toMatchObject({ code, message });
      expect(await readComplaints(marcus(), ['flight-delay'], '2001-02-19')).toEqual([]);
    });

    it('refuses a week that stands twice', async () => {
      const row = { modelId: 'flight-delay', week: '2001-02-19', count: 3 };
      const sent = countComplaints(marcus(), { counts: [row, { ...row, week: '2001-02-21' }], source: 'csv' });
      await expect(sent).rejects.toMatchObject({ message: 'The week of 19 February 2001 stands twice for Flight Delay.' });
    });
  });
}

it('reads a table as a spreadsheet saves it', () => {
  expect(
    parseCounts(
      '\ufeffWeek;Model;Segment;Count\r\n2001-02-19;flight-delay;"Chicago; ""O\'Hare""";1,200\r\n\r\n2001-02-12;flight-delay;;7',
    ),
  ).toEqual([
    { modelId: 'flight-delay', week: '2001-02-19', count: 1200, segment: 'Chicago; "O\'Hare"' },
    { modelId: 'flight-delay', week: '2001-02-12', count: 7, segment: '' },
  ]);
  expect(parseCounts('model\tweek\tcount\nflight-delay\t2001-02-19\t3')).toHaveLength(1);
});

it.each([
  ['', 'invalid', 'There is nothing in it.'],
  ['model,week,count', 'invalid', 'There is no line under the first one.'],
  ['model,count\na,1', 'invalid', 'The first line does not name week.'],
  ['model,week,count,airport\na,2001-02-19,1,ORD', 'invalid', 'I do not know the column “airport”.'],
  ['model,week,count,week\na,2001-02-19,1,', 'invalid', 'A column is named twice.'],
  ['model,week,count\na,19.2.2001,1', 'invalid', 'Line 2: “19.2.2001” is no day such as 2001-03-05.'],
  ['model,week,count\n\na,2001-02-19,many', 'invalid', 'Line 3: “many” is no whole number.'],
  ['model,week,count\na,2001-02-19,1,2', 'invalid', 'Line 2: it has 4 columns, the first line names 3.'],
  ['model,week,count\n,2001-02-19,1', 'invalid', 'Line 2: it names no model.'],
  [
    `model,week,count\n${'a,2001-02-19,1\n'.repeat(10_000)}`,
    'too-large',
    'It has 10,000 lines; at most 2,000 are taken at once.',
  ],
])('refuses a table that is wrong, and says where: %#', (text, code, message) => {
  expect(() => parseCounts(text)).toThrow(expect.objectContaining({ code, message }));
});
