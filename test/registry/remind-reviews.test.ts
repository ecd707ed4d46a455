import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { putModel } from '../../src/registry/put-model.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { remindReviews } from '../../src/registry/remind-reviews.ts';
import { modelInput } from '../../src/registry/schemas.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

describe('a maintenance plan with a review every 90 days', () => {
  const test = useDatabase('postgres');
  const put = (more: object = {}) =>
    write(test.system('2001-01-01T12:00:00Z'), (w) =>
      putModel(
        w,
        modelInput.parse({
          id: 'flight-delay',
          title: 'Flight Delay',
          maintenancePlan: 'Look at the weeks, refit each quarter.',
          reviewEveryDays: 90,
          owners: { operations: 'tom', 'data-science': 'priya', business: 'dana' },
          ...more,
        }),
      ),
    );
  beforeEach(async () => {
    await put();
  });
  afterEach(() => test.clear());
  const look = (day: string) => remindReviews(test.system(`${day}T13:00:00Z`), { day });
  const open = () => listMatters(test.system(), { modelIds: ['flight-delay'] });
  const told = async () =>
    rowsOf<{ to: string }>(await test.database.db.execute(sql`select destination as to from outbox_message order by seq`)).map(
      (row) => row.to,
    );

  it('is not asked for before its day', async () => {
    expect(await look('2001-03-31')).toEqual({ opened: 0, moved: 0 });
    expect(await told()).toEqual([]);
  });

  it('opens one matter on its day, however often one looks, and tells the operations owner once', async () => {
    expect(await look('2001-04-01')).toEqual({ opened: 1, moved: 0 });
    expect(await look('2001-04-02')).toEqual({ opened: 0, moved: 0 });
    expect((await open()).matters.map((one) => one.title)).toEqual(['Flight Delay: the maintenance plan is due for a look']);
    expect(await told()).toEqual(['person:tom']);
  });

  it('reminds after a week and tells the business owner after two', async () => {
    for (const day of ['2001-04-01', '2001-04-08', '2001-04-15']) await look(day);
    expect(await told()).toEqual(['tom', 'tom', 'priya', 'tom', 'priya', 'dana'].map((id) => `person:${id}`));
  });

  it('asks again 90 days after it was done, and the audit says that it was', async () => {
    await look('2001-04-01');
    const [matter] = (await open()).matters;
    await closeMatter(test.ctx({ now: '2001-04-03T09:00:00Z' }), {
      matterId: matter!.id,
      revision: matter!.revision,
      outcome: 'Nothing to change.',
    });
    expect(await look('2001-04-04')).toEqual({ opened: 0, moved: 1 });
    expect(await look('2001-07-01')).toEqual({ opened: 0, moved: 0 });
    expect(await look('2001-07-02')).toEqual({ opened: 1, moved: 0 });
    const entry = (await auditEntries(test.system())).find((one) => one.verb === 'registry.review-done');
    expect(entry?.detail).toEqual({ dueOn: '2001-04-01', nextOn: '2001-07-02' });
  });

  it('of a retired model is not asked for', async () => {
    await put({ stage: 'retired' });
    expect(await look('2001-04-01')).toEqual({ opened: 0, moved: 0 });
    expect((await readModel(test.system(), 'flight-delay')).stage).toBe('retired');
  });
});
