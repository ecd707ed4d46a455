import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { fits } from '../../src/apply/owner-rules.ts';
import { leewayJsonSchema } from '../../src/apply/schema.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');
const alone = `organisation: { name: Shop, zone: UTC, industry: retail }
people:
  ann: { name: Ann, roles: [operator] }
  ben: { name: Ben }
  cyd: { name: Cyd }
teams:
  pricing: { name: Pricing, owners: { business: ann, operations: ann, data-science: ann } }
owners:
  - { match: "pricing-*", business: ben }
  - { match: "*", business: cyd, operations: cyd }
models:
  pricing-shoes: { title: Shoes, team: pricing }
  pricing-hats: { title: Hats, team: pricing, owners: { operations: ben } }
  demand: { title: Demand }
`;

describe('owners by pattern', () => {
  const test = useDatabase('postgres');
  const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['operator'] });
  const apply = (source: string, options = {}) => applyConfig(tom(), { source, path }, options);
  const owners = async (id: string) =>
    Object.fromEntries((await readModel(tom(), id)).owners.map((one) => [one.kind, one.personId]));
  afterEach(() => test.clear());

  it('the model’s own comes first, then the first rule that fits and names one, then the team’s', async () => {
    const { changes } = await apply(alone, { dryRun: true });
    expect(changes.map((one) => one.text)).toContain('+ model pricing-shoes: owner (business) ben');
    await apply(alone);
    expect(await owners('pricing-shoes')).toEqual({ business: 'ben', operations: 'cyd', 'data-science': 'ann' });
    expect(await owners('pricing-hats')).toEqual({ business: 'ben', operations: 'ben', 'data-science': 'ann' });
    expect(await owners('demand')).toEqual({ business: 'cyd', operations: 'cyd' });
    expect((await apply(alone)).changes).toEqual([]);
  });

  it('wait for another person like owners that a model names itself', async () => {
    await apply(demo);
    const without = demo.replace(/ {4}owners: #[^\n]*\n(?: {6}\S[^\n]*\n){3}/, '');
    const ruled = without.replace(
      '\nmodels:\n',
      '\nowners:\n  - { match: "flight-*", business: marcus, operations: tom, data-science: priya }\n\nmodels:\n',
    );
    const { changes, waiting } = await apply(ruled, { dryRun: true }).catch((error: unknown) => {
      throw error;
    });
    expect(changes).toEqual([]);
    expect(waiting.map((one) => one.text)).toEqual(['~ model flight-delay: owner (business) dana → marcus']);
  });

  it('that name nobody, or somebody who is not there, are refused with their line', async () => {
    const wrong = alone
      .replace('business: ben }', 'business: zoe }')
      .replace('business: cyd, operations: cyd', '')
      .replace('"*", ', '"*"');
    await expect(apply(wrong)).rejects.toThrow(
      /leeway\.yml:9: owners\.0\.business: expected one of `people`, “zoe” is none[^]*:10: owners\.1: expected at least one/,
    );
  });

  it('stand in the published schema', () => {
    expect(leewayJsonSchema()).toMatchObject({
      properties: { owners: { type: 'array', items: { properties: { match: { type: 'string' }, 'data-science': {} } } } },
    });
  });
});

describe('a pattern', () => {
  it.each([
    ['pricing-*', 'pricing-shoes', true],
    ['pricing-*', 'repricing-shoes', false],
    ['*.v?', 'churn.v2', true],
    ['*.v?', 'churnxv2', false],
    ['***', 'anything', true],
    ['churn', 'churn-2', false],
  ])('%s fits %s: %s', (pattern, id, expected) => {
    expect(fits(pattern, id)).toBe(expected);
  });
});
