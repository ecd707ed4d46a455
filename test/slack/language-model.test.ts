import { afterAll, beforeAll, expect, it } from 'vitest';
import { languageModelExchange } from '../../src/db/schema/llm.ts';
import { useBench } from '../approvals/fixture.ts';
import { heldDeadline, modelAt, startLyingModel, type LyingModel } from '../support/lying-model.ts';
import { useDesk } from './desk.ts';
import { until } from './support.ts';

const odd = 'are the planes behaving themselves';
let server: LyingModel;
let held = heldDeadline();
const bench = useBench();
const { command, whispers } = useDesk(bench, () => ({ languageModel: modelAt(server, { deadline: (ms) => held.deadline(ms) }) }));

beforeAll(async () => void (server = await startLyingModel()));
afterAll(() => server.close());

it('a command is acknowledged while the language model says nothing, and answered without it when its time is over', async () => {
  server.does('silence');
  held = heldDeadline();
  // Settles with the acknowledgement.
  await command('dana', odd);
  await server.heard(1);
  expect((await whispers('dana')).join()).not.toContain('I did not understand');
  held.pass();
  await until(async () => (await whispers('dana')).join().includes('I did not understand that'));
  expect(held.wished).toEqual([2_500]);
  expect(await bench.database.db.select().from(languageModelExchange)).toMatchObject([
    { purpose: 'question', verdict: 'failed' },
  ]);
});

it('others are answered meanwhile', async () => {
  server.does('silence');
  held = heldDeadline();
  server.asked.length = 0;
  await command('dana', odd);
  await server.heard(1);
  await command('priya', 'help');
  await until(async () => (await whispers('priya')).length > 0);
  expect((await whispers('dana')).join()).not.toContain('I did not understand');
  held.pass();
  await until(async () => (await whispers('dana')).join().includes('I did not understand that'));
});
