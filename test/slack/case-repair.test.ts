import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { followRepair } from '../../src/feedback/follow-repair.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { start, useBench } from '../approvals/fixture.ts';
import { textOf, useCaseDesk } from './case-desk.ts';
import { until } from './support.ts';

const bench = useBench();
const { messages, press, command, caseNow, letter, threadOf } = useCaseDesk(bench);
const lastUnder = async (as: string, message: any): Promise<any> => (await threadOf(as, message)).at(-1);

beforeEach(async () => {
  const flagged = { modelId: 'flight-delay', whatHappened: 'No gate.', clientKey: 'one' };
  const { case: made } = await flagProblem(await bench.as('marcus'), flagged);
  const { revision } = await caseNow();
  const actions = [{ kind: 'data-fix' as const, personId: 'tom', dueOn: '2001-06-22' }];
  await answerCase(await bench.as('priya'), { caseId: made.id, words: 'The feed is late.', revision, actions });
});

describe('a step of a case that repairs data', () => {
  it('opens a data problem by its own button; the case says that it is open, and how it ended', async () => {
    expect(textOf(await letter('marcus'))).not.toContain('case-repair');
    await press('tom', await letter('tom'), 'case-repair');
    await until(async () => (await caseNow()).actions[0]?.link?.kind === 'matter');
    const opened = await letter('tom');
    expect(textOf(opened)).toContain('(data problem: open)');
    expect(textOf(opened)).not.toContain('case-repair');
    expect((await lastUnder('marcus', await letter('marcus'))).text).toBe('Tom opened a data problem for it.');

    await command('tom', 'mine');
    const list = async () =>
      (await messages('tom')).findLast((one) => one.ephemeral && textOf(one).includes('to repair (from case 1)'));
    await until(async () => (await list()) !== undefined);
    expect(textOf(await list())).toContain('See the case');

    const repair = (await listMatters(await bench.as('tom'))).matters.find((one) => one.kind === 'data-quality')!;
    await closeMatter(await bench.as('tom'), { matterId: repair.id, outcome: 'The feed comes at five again.' });
    await followRepair(bench.system(start), { matterId: repair.id });
    const asked = await letter('tom');
    expect(textOf(asked)).toContain('*The data problem you opened is at its end.* Say whether your step is done with that.');
    const line = await lastUnder('tom', asked);
    expect(line.text).toBe(
      'The data problem that was opened for it is at its end (Tom). Is your step done with that? The feed comes at five again.',
    );
    expect(textOf(line)).toContain('case-settle');
    const expert = await letter('marcus');
    expect(textOf(expert)).toContain('(data problem: ended)');
    expect((await lastUnder('marcus', expert)).text).toMatch(/Tom says whether the step is done with that\. The feed comes/);
  });
});
