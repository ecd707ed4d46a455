import { beforeEach } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { readCase } from '../../src/feedback/read-case.ts';
import { putTeam } from '../../src/people/put-person.ts';
import { start, type Bench } from '../approvals/fixture.ts';
import { channel, useDesk, users } from './desk.ts';
import { until } from './support.ts';

export const textOf = (message: any): string => JSON.stringify(message?.blocks ?? []);

/** A desk at which case 1 is talked about; its builders talk in the team's channel. */
export function useCaseDesk(bench: Bench) {
  const desk = useDesk(bench);
  const { control, send, messages, modal } = desk;
  beforeEach(async () => {
    await write(bench.system(start), (w) =>
      putTeam(w, { id: 'network-operations', name: 'Network Operations', businessUnit: null, channel }),
    );
  });
  const caseNow = async () => readCase(await bench.as('marcus'), 1);
  const letter = async (as: string) => {
    await send();
    const { channels } = await control('GET', `state?as=${users[as]}`);
    const im = (channels as any[]).find((one) => one.kind === 'im').id;
    return (await messages(as, im)).find((one) => textOf(one).includes('Case 1'));
  };
  const threadOf = async (as: string, message: any): Promise<any[]> =>
    (await control('GET', `channels/${message.channel}/threads/${message.ts}?as=${users[as]}`))['messages'].slice(1);
  /** Submits the form that has all of these, once it is open. */
  const fill = async (as: string, values: Record<string, string | string[]>) => {
    await until(async () => (await modal(as)).blocks.some((one: any) => one.block_id === Object.keys(values)[0]));
    const view = await modal(as);
    const named = Object.entries(values).map(([block, value]) => [
      block,
      { [view.blocks.find((one: any) => one.block_id === block).element.action_id]: value },
    ]);
    return control('POST', `views/${view.id}/submit`, { as: users[as], values: Object.fromEntries(named) });
  };
  return { ...desk, caseNow, letter, threadOf, fill };
}
