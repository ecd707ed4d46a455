import { beforeEach, describe, expect, it } from 'vitest';
import { reportChange } from '../../src/changes/report-change.ts';
import { countComplaints } from '../../src/complaints/count-complaints.ts';
import { readHappenings } from '../../src/digest/happenings.ts';
import { useDatabase } from '../support/database.ts';
import { flightDelay, putModels, putSkyway } from '../support/skyway.ts';

describe('what a digest tells of the business', () => {
  const test = useDatabase();
  const marcus = () => test.ctx({ id: 'marcus', name: 'Marcus', roles: ['expert'], teams: [] });
  const happenings = (start: string, end: string, teamId: string | null = null) =>
    readHappenings(test.system(), {
      period: { grain: 'week', start, end },
      zone: 'America/Chicago',
      teamId,
      destination: 'C0HEALTH',
    });
  beforeEach(async () => {
    await test.clear();
    await putSkyway(test.system());
    await putModels(test.system(), flightDelay);
  });

  it('holds changes that begin in the week or within four weeks of its end, with what was said of them', async () => {
    const report = (startsOn: string) =>
      reportChange(marcus(), {
        words: 'Two new airports',
        startsOn,
        clientKey: startsOn,
        touches: [{ modelId: 'flight-delay', columns: [] }],
      });
    for (const day of ['2001-02-26', '2001-04-01', '2001-06-01']) await report(day);
    const change = (number: number, startsOn: string) => ({ number, startsOn, models: ['Flight Delay'], open: 1, total: 2 });
    expect((await happenings('2001-02-26', '2001-03-05')).changes).toEqual([change(1, '2001-02-26'), change(2, '2001-04-01')]);
    expect((await happenings('2001-02-26', '2001-03-05', 'another-team')).changes).toEqual([]);
  });

  it('holds the newest count of complaints of the week, with the week before', async () => {
    const count = async (week: string, number: number) =>
      (await countComplaints(marcus(), { counts: [{ modelId: 'flight-delay', week, count: number }], source: 'command' }))
        .weeks[0]!.fact.id;
    const before = await count('2001-02-19', 21);
    await count('2001-02-26', 36);
    const now = await count('2001-02-26', 37);
    expect((await happenings('2001-02-26', '2001-03-05')).complaints).toEqual([
      { modelId: 'flight-delay', modelTitle: 'Flight Delay', now, before, passed: null },
    ]);
    expect((await happenings('2001-02-12', '2001-02-19')).complaints).toEqual([]);
  });
});
