import { beforeEach, describe, expect, it } from 'vitest';
import { answerCase } from '../../src/feedback/answer-case.ts';
import { flagProblem } from '../../src/feedback/flag-problem.ts';
import { followRepair } from '../../src/feedback/follow-repair.ts';
import { openFromAction } from '../../src/feedback/open-from-action.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { settleAction } from '../../src/feedback/settle-action.ts';
import type { ActionKind } from '../../src/db/schema/feedback.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { createQueue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { refusal, start, useBench } from '../approvals/fixture.ts';

const bench = useBench();
let caseId: string;
let actionId: string;

const caseNow = async () => readCase(await bench.as('priya'), caseId);
const matters = async (states: ('open' | 'taken' | 'done')[] = ['open', 'taken']) =>
  (await listMatters(await bench.as('priya'), { states })).matters;
const ofKind = async (kind: string) => (await matters()).find((one) => one.kind === kind)!;
/** Does the jobs that tell cases of matters that ended. */
async function hear(): Promise<number> {
  const queue = await createQueue(bench.database, silentLog);
  let heard = 0;
  for (let job = await queue.take('matter-ended'); job; job = await queue.take('matter-ended')) {
    await followRepair(bench.system(start), job.data as { matterId: string });
    await queue.complete(job);
    heard++;
  }
  await queue.close();
  return heard;
}
async function plan(kind: ActionKind = 'data-fix') {
  const { revision } = await caseNow();
  const actions = [{ kind, personId: 'tom', dueOn: '2001-06-22' }];
  await answerCase(await bench.as('priya'), { caseId, words: 'The feed is late.', revision, actions });
  actionId = (await caseNow()).actions.at(-1)!.id;
}

beforeEach(async () => {
  const flagged = { modelId: 'flight-delay', whatHappened: 'No gate.', clientKey: 'one' };
  caseId = (await flagProblem(await bench.as('marcus'), flagged)).case.id;
});

describe('a data problem that a step of a case opens', () => {
  it('is on its doer’s list with the case’s number, and its end asks the doer whether the step is done', async () => {
    await plan();
    await openFromAction(await bench.as('tom'), { actionId });
    const repair = await ofKind('data-quality');
    expect(repair).toMatchObject({ ownerId: 'tom', title: 'Data of Flight Delay to repair (from case 1)' });
    expect((await ofKind('action')).nextStep).toMatch(/^See that the data problem is brought to its end/);
    const closing = { matterId: repair.id, outcome: 'The feed comes at five again. Call +1 555 123 4567.' };
    expect(await closeMatter(await bench.as('tom'), closing)).toMatchObject({ masked: ['a phone number'] });
    expect(await hear()).toBe(1);
    const { events, actions, state } = await caseNow();
    expect(events.at(-1)).toMatchObject({ kind: 'repair-ended', data: { actionId, doerId: 'tom', byName: 'Tom' } });
    expect([state, actions[0]?.state]).toEqual(['acting', 'open']);
    expect((await ofKind('action')).nextStep).toBe('The data problem is at its end: say whether this is done');
    expect(await bench.entries('feedback.follow-repair')).toMatchObject([{ detail: { matter: repair.id } }]);
    const [ended] = await matters(['done']);
    expect(ended?.outcome).toBe('The feed comes at five again. Call [phone number].');
  });

  it('is heard of once', async () => {
    await plan();
    await openFromAction(await bench.as('tom'), { actionId });
    const { id: matterId } = await ofKind('data-quality');
    await closeMatter(await bench.as('tom'), { matterId, outcome: 'Mended.' });
    await hear();
    await followRepair(bench.system(start), { matterId });
    expect((await caseNow()).events.filter((one) => one.kind === 'repair-ended')).toHaveLength(1);
  });

  it('ends with its step, where that is done first, and nobody is asked again', async () => {
    await plan();
    await openFromAction(await bench.as('tom'), { actionId });
    await settleAction(await bench.as('tom'), { actionId, outcome: 'done' });
    expect(await ofKind('data-quality')).toBeUndefined();
    expect((await matters(['done'])).find((one) => one.kind === 'data-quality')?.outcome).toBe(
      'The step of case 1 that opened it was done.',
    );
    expect(await hear()).toBe(0);
  });

  it('is opened only by who may deal with the step, and only from one that repairs data', async () => {
    await plan();
    expect(await refusal(openFromAction(await bench.as('marcus'), { actionId }))).toMatchObject({ code: 'forbidden' });
    await plan('process');
    const steps = (await caseNow()).actions;
    const other = steps.find((one) => one.kind === 'process')!.id;
    expect(await refusal(openFromAction(await bench.as('tom'), { actionId: other }))).toMatchObject({
      message: 'This step repairs no data.',
    });
    expect((await matters()).some((one) => one.kind === 'data-quality')).toBe(false);
  });
});
