import { beforeAll, describe, expect, it } from 'vitest';
import { readHome } from '../../../src/ask/read-home.ts';
import { onStatement } from '../../../src/db/db.ts';
import { readFacts } from '../../../src/facts/read-facts.ts';
import { readGapCounts } from '../../../src/monitor/read-gaps.ts';
import type { Role } from '../../../src/shared/actor.ts';
import { useDatabase } from '../../support/database.ts';
import { putManyModels } from '../../support/many-models.ts';
import { putSkyway } from '../../support/skyway.ts';
import { answerTo, ask, contextOf, linesOf, textOf } from './ask.ts';

const database = useDatabase();
const models = 1_000;

beforeAll(async () => {
  await putSkyway(database.system());
  await putManyModels(database.system(), models);
  // Names are read once and kept until a model changes.
  await ask(database, 'status');
});

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const deaf = onStatement(() => count++);
  try {
    await work();
  } finally {
    deaf();
  }
  return count;
}

describe('status over all models', () => {
  it('counts who needs attention, names ten of them and says who was not checked', async () => {
    const answer = await answerTo(database, 'status');
    const lines = linesOf(answer);
    expect(lines[0]).toBe('190 of 1,000 models need attention, 11–17 June.');
    expect(lines[1]).toBe('990 of 1,000 models were checked, 800 of them calm.');
    expect(lines.filter((line) => line.startsWith('*Model '))).toHaveLength(10);
    expect(textOf(answer)).toContain('Not checked: Model 100 (The file is not there)');
    expect(textOf(answer)).toContain('Open matters: 200.');
  });

  it('states its counts as facts of its own', async () => {
    const answer = await answerTo(database, 'status');
    const facts = await readFacts(contextOf(database), answer.headline.facts);
    expect(facts.map(({ runId, modelId, measure, value }) => ({ runId, modelId, measure, value }))).toEqual([
      { runId: answer.id, modelId: '*', measure: 'models', value: 190 },
      { runId: answer.id, modelId: '*', measure: 'models', value: 1_000 },
    ]);
  });

  it.each(['status', 'status model-00005', 'how is model-00001 doing?'])('takes at most three statements: %s', async (text) => {
    expect(await statementsOf(() => ask(database, text, { conversation: `C0:${text}` }))).toBeLessThanOrEqual(3);
  });

  it('asks which model is meant where several could be', async () => {
    expect(await ask(database, 'who owns it?')).toMatchObject({ kind: 'refused', reason: 'which-model' });
  });
});

describe('the list', () => {
  it('is paged by ten and counts all', async () => {
    const answer = await answerTo(database, 'list models');
    expect(linesOf(answer)[0]).toBe('1,000 models are registered.');
    expect(answer.models?.rows).toHaveLength(10);
    expect(answer.models).toMatchObject({ total: 1_000, next: expect.any(String) });
    expect(answer.models?.rows[4]).toMatchObject({ id: 'model-00005', line: { text: 'Needs attention, week of 11 June.' } });
  });

  it('finds by any part of id or title', async () => {
    const answer = await answerTo(database, 'models 0099', { command: true });
    expect(answer.models?.rows.map((row) => row.id)).toContain('model-00099');
    expect(answer.models?.total).toBe(11);
    expect(answer.models?.rows).toHaveLength(10);
  });
});

describe('home', () => {
  it('shows ten models, the worst first, in as many statements as for one', async () => {
    const ctx = contextOf(database, { id: 'tom', roles: ['engineer'], teams: ['network-operations'] });
    const home = await readHome(ctx, { zone: 'America/Chicago' });
    expect(home.models).toHaveLength(10);
    expect(home.moreModels).toBe(990);
    expect(home.models[0]?.health.text).toBe('Could not be checked, week of 11 June.');
    expect(await statementsOf(() => readHome(ctx, { zone: 'America/Chicago' }))).toBeLessThanOrEqual(6);
  });

  it('counts what models lack for whoever sees to it, and for nobody else', async () => {
    const of = async (roles: Role[]) =>
      (await readHome(contextOf(database, { id: 'tom', roles }), { zone: 'America/Chicago' })).gaps;
    const counts = await readGapCounts(contextOf(database, { roles: ['operator'] }));
    expect(counts['no-kpi']).toBeGreaterThan(0);
    for (const role of ['operator', 'admin', 'data-scientist', 'engineer'] as const) expect(await of([role])).toEqual(counts);
    for (const role of ['executive', 'expert', 'compliance'] as const) expect(await of([role])).toBeNull();
  });

  it('refuses who has no role', async () => {
    await expect(readHome(contextOf(database, { roles: [] }), { zone: 'UTC' })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
