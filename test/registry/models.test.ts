import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { onStatement, rowsOf } from '../../src/db/db.ts';
import { findModelNames, listModels } from '../../src/registry/list-models.ts';
import { readModel, readModels } from '../../src/registry/read-model.ts';
import { registerVersion } from '../../src/registry/register-version.ts';
import { setAlias } from '../../src/registry/set-alias.ts';
import { upsertModel } from '../../src/registry/upsert-model.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { aVersion, flightDelay, putModels, putSkyway } from '../support/skyway.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`models on ${kind}`, () => {
    const test = useDatabase(kind);
    const tom = () => test.ctx({ id: 'tom', name: 'Tom', roles: ['engineer'], teams: ['network-operations'] });
    beforeEach(() => putSkyway(test.system()));
    afterEach(() => test.clear());

    it('are registered, changed and left alone, each audited once', async () => {
      expect(await upsertModel(tom(), flightDelay)).toEqual({ id: 'flight-delay', change: 'created' });
      expect(await upsertModel(tom(), flightDelay)).toEqual({ id: 'flight-delay', change: 'none' });
      const owners = { ...flightDelay.owners, business: 'marcus' };
      expect(await upsertModel(tom(), { ...flightDelay, owners })).toEqual({ id: 'flight-delay', change: 'changed' });
      expect((await readModel(test.ctx(), 'flight-delay')).owners).toEqual([
        { kind: 'business', personId: 'marcus', name: 'Marcus' },
        { kind: 'data-science', personId: 'priya', name: 'Priya' },
        { kind: 'operations', personId: 'tom', name: 'Tom' },
      ]);
      const entries = await auditEntries(test.system());
      expect(entries.map((one) => one.detail['before'] === null)).toEqual([true, false]);
    });

    it('can be neither taken over nor made for others by somebody of another team', async () => {
      await upsertModel(tom(), flightDelay);
      const ann = test.ctx({ id: 'ann', roles: ['engineer'], teams: ['finance'] });
      await expect(upsertModel(ann, { ...flightDelay, teamId: 'finance' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(upsertModel(ann, { ...flightDelay, id: 'other' })).rejects.toMatchObject({ code: 'forbidden' });
      expect((await readModel(test.ctx(), 'flight-delay')).teamId).toBe('network-operations');
    });

    it('cannot be owned by somebody unknown', async () => {
      const owners = { business: 'nobody' };
      await expect(upsertModel(tom(), { ...flightDelay, owners })).rejects.toMatchObject({ code: 'not-found', field: 'owners' });
    });

    it('are flagged when nobody owns them or they serve no goal', async () => {
      await putModels(test.system(), { id: 'orphan', title: 'Orphan' }, flightDelay);
      const models = await readModels(test.ctx(), ['orphan', 'flight-delay', 'absent']);
      expect(models.get('orphan')!.flags.map((flag) => flag.text)).toEqual([
        'Unowned: nobody is named for business, operations, data science.',
        'No team runs it.',
        'It serves no company goal.',
      ]);
      expect(models.get('flight-delay')!.flags).toEqual([]);
      expect(models.size).toBe(2);
    });

    it('are flagged when the serving version’s data ended more than 180 days ago', async () => {
      await putModels(test.system(), flightDelay);
      await registerVersion(test.ctx(), aVersion());
      await setAlias(test.ctx(), { modelId: 'flight-delay', alias: 'champion', version: 1 });
      const at = async (now: string) => (await readModel(test.ctx({ now }), 'flight-delay')).flags.map((flag) => flag.text);
      expect(await at('2001-07-30T12:00:00Z')).toEqual([]);
      expect(await at('2001-07-31T12:00:00Z')).toEqual(['Version 1: training data ends 181 days ago (31 January 2001).']);
    });

    it('that are unknown are answered with what may have been meant', async () => {
      await putModels(test.system(), flightDelay);
      await expect(readModel(test.ctx(), 'fligth-delay')).rejects.toMatchObject({
        code: 'not-found',
        hint: 'Did you mean flight-delay?',
      });
      await expect(readModel(test.ctx(), 'zzz')).rejects.toMatchObject({ hint: 'List the models to see what there is.' });
    });

    it('are read by people and services with the right only', async () => {
      const service = { ...test.ctx(), actor: { kind: 'service', id: 's', name: 's', scopes: ['facts.read'] } } as const;
      await expect(listModels(service)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(readModel(service, 'flight-delay')).rejects.toMatchObject({ code: 'forbidden' });
      await expect(findModelNames(service)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(readModels(service, ['x'])).rejects.toMatchObject({ code: 'forbidden' });
    });
  });
}

describe('ten thousand models', () => {
  const test = useDatabase('postgres');
  beforeEach(async () => {
    await test.clear();
    await test.database.db.execute(sql`insert into model (id, title, stage, created_at, updated_at)
      select 'model-' || lpad(n::text, 5, '0'), 'Forecast 100% of route_' || n, 'production', '2001-01-01', '2001-01-01' from generate_series(1, 10000) n`);
    await test.database.db.execute(sql`analyze model`);
  });

  it('are paged to the end, each once', async () => {
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listModels(test.ctx(), { limit: 50, search: 'model-03', ...(after ? { after } : {}) });
      seen.push(...page.models.map((one) => one.id));
      after = page.next;
      if (!after) break;
    }
    expect(seen).toHaveLength(1000);
    expect(new Set(seen).size).toBe(1000);
    expect(await findModelNames(test.ctx())).toHaveLength(10_000);
  });

  it('are searched by id and title through the index, wildcards taken literally', async () => {
    expect((await listModels(test.ctx(), { search: 'ROUTE_777' })).models.map((one) => one.id)).toContain('model-00777');
    expect((await listModels(test.ctx(), { search: '100%' })).models).toHaveLength(20);
    expect((await listModels(test.ctx(), { search: 'route%7' })).models).toEqual([]);
    const statements: string[] = [];
    const stop = onStatement((statement) => statements.push(statement));
    await listModels(test.ctx(), { search: 'route_777' });
    stop();
    expect(statements).toHaveLength(1);
    await test.database.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      const explain = sql`explain select id from model where (model.id || ' ' || model.title) ilike '%route_777%'`;
      const plan = rowsOf<{ 'QUERY PLAN': string }>(await tx.execute(explain));
      expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('model_search');
    });
  });

  it('are read in bulk in one statement', async () => {
    const statements: string[] = [];
    const stop = onStatement((statement) => statements.push(statement));
    const ids = Array.from({ length: 1000 }, (_, index) => `model-${String(index + 1).padStart(5, '0')}`);
    const models = await readModels(test.ctx(), ids);
    stop();
    expect(models.size).toBe(1000);
    expect(statements).toHaveLength(1);
  });

  it('are handed out in pages of at most 50, by pages of our own making', async () => {
    await expect(listModels(test.ctx(), { limit: 51 })).rejects.toMatchObject({ code: 'invalid', field: 'limit' });
    await expect(listModels(test.ctx(), { after: 'model-00001' })).rejects.toMatchObject({ code: 'invalid', field: 'after' });
  });
});
