import { beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { followRepair } from '../../src/feedback/follow-repair.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { putTeam } from '../../src/people/put-person.ts';
import { start, useBench } from '../approvals/fixture.ts';
import { channel, useDesk, users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { control, send, messages, press, command } = desk;

const caseNow = async () => readCase(await bench.as('marcus'), 1);
const textOf = (message: any): string => JSON.stringify(message?.blocks ?? []);
const letter = async (as: string) => {
  await send();
  const { channels } = await control('GET', `state?as=${users[as]}`);
  const im = (channels as any[]).find((one) => one.kind === 'im').id;
  return (await messages(as, im)).find((one) => textOf(one).includes('Case 1'));
};
const lastUnder = async (as: string, message: any): Promise<any> =>
  (await control('GET', `channels/${message.channel}/threads/${message.ts}?as=${users[as]}`))['messages'].at(-1);

beforeEach(async () => {
  await write(bench.system(start), (w) =>
    putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null, channel }),
  );
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
