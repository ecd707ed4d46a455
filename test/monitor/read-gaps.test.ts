import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { importModels } from '../../src/apply/import-models.ts';
import { parseCommand } from '../../src/ask/parse-command.ts';
import { readGaps } from '../../src/monitor/read-gaps.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { sayGaps } from '../../src/commands/say-gaps.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');
const all = ['unowned', 'unmonitored', 'no-kpi', 'no-run'] as const;

describe('models that lack something', () => {
  const test = useDatabase('postgres');
  const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['operator', 'engineer'], teams: ['network-operations'] });
  afterEach(() => test.clear());

  it('are counted and listed with all that each lacks, retired ones left out', async () => {
    await applyConfig(tom(), { source: demo, path });
    const table = 'model,stage,team\nlonely,production,network-operations\nidea,planned,\nold,retired,\n';
    await importModels(tom(), { source: table, path: '/tmp/models.csv' });
    const { counts, models, more } = await readGaps(tom(), { gaps: all });
    expect(counts).toEqual({ unowned: 2, unmonitored: 1, 'no-kpi': 1, 'no-run': 1 });
    expect(models.map((one) => [one.modelId, one.gaps])).toEqual([
      ['flight-delay', ['no-run']],
      ['idea', ['unowned']],
      ['lonely', ['unowned', 'unmonitored', 'no-kpi']],
    ]);
    expect(more).toBe(false);
    expect(
      (await readGaps(tom(), { gaps: ['unmonitored'], teamId: 'network-operations' })).models.map((one) => one.modelId),
    ).toEqual(['lonely']);
    expect((await readGaps(tom(), { gaps: all, limit: 1 })).more).toBe(true);
    expect(sayGaps(['unowned'], await readGaps(tom(), { gaps: ['unowned'] }))).toEqual([
      '2 models: not all owners are named.',
      '',
      'idea (idea): not all owners are named',
      'lonely (lonely): not all owners are named; not watched; no business measure',
    ]);
  });

  it('without owners cannot be promoted', async () => {
    const unowned = demo.replace(/ {6}operations: tom\n/, '');
    await applyConfig(tom(), { source: unowned, path });
    await expect(
      requestPromotion(test.ctx({ id: 'priya', name: 'Priya', roles: ['data-scientist'], teams: ['network-operations'] }), {
        modelId: 'flight-delay',
        version: 2,
        environment: 'production',
        expectedEffect: 'fewer surprises',
      } as Parameters<typeof requestPromotion>[1]),
    ).rejects.toThrow('Flight Delay has nobody named for operations: name them before anything is put live.');
  });
});

describe('/leeway models', () => {
  it.each([
    ['models unowned', 'unowned'],
    ['models without owners', 'unowned'],
    ['models unmonitored', 'unmonitored'],
    ['models without a KPI', 'no-kpi'],
    ['models no-kpi', 'no-kpi'],
    ['models without recent run', 'no-run'],
  ])('%s lists what lacks it', (text, gap) => {
    const parsed = parseCommand(text, { models: [], terms: [], today: '2001-04-09' } as unknown as Parameters<
      typeof parseCommand
    >[1]);
    expect(parsed).toMatchObject({ ok: true, query: { kind: 'models', gap } });
  });
});
