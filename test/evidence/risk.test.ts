import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { onStatement } from '../../src/db/db.ts';
import { readRisk } from '../../src/evidence/read-risk.ts';
import { judgeDuties } from '../../src/evidence/risk-rules.ts';
import { sayRisk } from '../../src/commands/say-risk.ts';
import type { RiskRow } from '../../src/evidence/risk-store.ts';
import { modelInput } from '../../src/registry/schemas.ts';
import { putModels } from '../support/skyway.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');

const whole: RiskRow = {
  id: 'delay',
  title: 'Delay',
  riskClass: 'high',
  businessUnit: 'Operations',
  owners: 3,
  isWatched: true,
  maintenancePlan: 'looked after',
  reviewEveryDays: 90,
  reviewDueOn: '2001-06-01',
  servingVersion: 1,
  environmentDigest: 'a'.repeat(64),
};
const states = (row: RiskRow, policy: string | undefined = 'production', today = '2001-03-05') =>
  Object.fromEntries(judgeDuties(row, policy, today).map(({ duty, state }) => [duty, state]));

describe('what a model owes by its risk class', () => {
  it('grows with the class, and a model without one owes a class', () => {
    expect(Object.keys(states(whole))).toEqual(['policy', 'owners', 'monitor', 'review', 'maintenance', 'environment']);
    expect(Object.keys(states({ ...whole, riskClass: 'medium' }))).toEqual(['policy', 'owners', 'monitor', 'review']);
    expect(Object.keys(states({ ...whole, riskClass: 'low' }))).toEqual(['policy', 'owners']);
    expect(states({ ...whole, riskClass: null })).toEqual({ class: 'missing' });
    expect(new Set(Object.values(states(whole)))).toEqual(new Set(['met']));
  });

  it.each<[string, Partial<RiskRow>, string]>([
    ['owners', { owners: 2 }, 'missing'],
    ['monitor', { isWatched: false }, 'missing'],
    ['review', { reviewEveryDays: null, reviewDueOn: null }, 'missing'],
    ['review', { reviewDueOn: '2001-03-04' }, 'late'],
    ['review', { reviewDueOn: '2001-03-05' }, 'met'],
    ['maintenance', { maintenancePlan: null }, 'missing'],
    ['environment', { environmentDigest: null }, 'missing'],
    ['environment', { servingVersion: null, environmentDigest: null }, 'met'],
  ])('says of its %s, given %o, that it is %s', (duty, part, state) => {
    expect(states({ ...whole, ...part })[duty]).toBe(state);
  });
});

describe('the report of risk', () => {
  const test = useDatabase();
  const grace = (now?: string) => test.ctx({ id: 'grace', roles: ['compliance'], ...(now ? { now } : {}) });
  beforeEach(async () => {
    await applyConfig(test.ctx({ id: 'tom', roles: ['operator'] }), { source: demo, path });
    await putModels(
      test.system(),
      modelInput.parse({ id: 'bags', title: 'Lost Bags', riskClass: 'medium' }),
      modelInput.parse({ id: 'crew', title: 'Crew' }),
      modelInput.parse({ id: 'old', title: 'Old', stage: 'retired' }),
    );
  });
  afterEach(() => test.clear());

  it('says by business unit and class what is open, high risk first, in three statements', async () => {
    const statements: string[] = [];
    const stop = onStatement((one) => statements.push(one));
    const report = await readRisk(grace());
    stop();
    expect(statements).toHaveLength(3);
    expect(report.units).toEqual([
      { businessUnit: 'Airline Operations', models: 1, byClass: { high: 1, medium: 0, low: 0, none: 0 }, open: 0 },
      { businessUnit: null, models: 2, byClass: { high: 0, medium: 1, low: 0, none: 1 }, open: 2 },
    ]);
    expect(report.models.map((one) => [one.modelId, one.isOpen])).toEqual([
      ['flight-delay', false],
      ['bags', true],
      ['crew', true],
    ]);
    expect(sayRisk(report)).toContain('  ✓ The policy flight-delay-production covers it in production.');
    expect(sayRisk(report)).toContain('  ✗ No policy covers it in production, so nothing can be promoted there.');
  });

  it('sees that a review was not done in time', async () => {
    const late = await readRisk(grace('2001-09-01T12:00:00Z'), { riskClass: 'high', onlyOpen: true });
    expect(late.models).toMatchObject([{ modelId: 'flight-delay', isOpen: true }]);
    expect(sayRisk(late).find((line) => line.startsWith('  !'))).toBe('  ! Its review was due on 23 July 2001.');
  });

  it('is narrowed by class, unit and what is open, and says how many more there are', async () => {
    expect((await readRisk(grace(), { riskClass: 'none' })).models.map((one) => one.modelId)).toEqual(['crew']);
    expect((await readRisk(grace(), { businessUnit: 'Airline Operations' })).units).toHaveLength(1);
    expect(await readRisk(grace(), { limit: 1 })).toMatchObject({ models: [{}], more: 2 });
    await expect(readRisk(grace(), { limit: 501 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(readRisk(test.ctx({ roles: [] }))).rejects.toMatchObject({ code: 'forbidden' });
  });
});
