import { setTimeout as sleep } from 'node:timers/promises';
import { workspaceAt, wordsOf, type Workspace } from '../e2e/sandbox-user.ts';
import { startDemo, withDemoDirectory } from './demo/processes.ts';

const rounds = 10;
const patienceMs = 30_000;
const [expert, builder, builders] = ['U0EXPERT', 'U0DATA', 'C0DATASCI'];

/**
 * From the press of “Send” in the form for a problem until what is known of its week stands in the builders' thread, as a
 * builder's page would find it, in the demo as an earlier run left it. `value`: the slowest of ten.
 */
export async function run() {
  return withDemoDirectory(async (dataDir) => {
    const demo = await startDemo(dataDir);
    try {
      await demo.ready;
      const at = workspaceAt(`${demo.url}/sandbox/`);
      const took: number[] = [];
      for (let round = 1; round <= rounds; round++) took.push(await flagOnce(at, round));
      const sorted = took.toSorted((a, b) => a - b);
      return {
        value: Number((sorted.at(-1)! / 1000).toFixed(2)),
        unit: 's' as const,
        against: null,
        ratio: null,
        median: Number((sorted[rounds >> 1]! / 1000).toFixed(2)),
        rounds,
      };
    } finally {
      await demo.stop();
    }
  });
}

async function flagOnce(at: Workspace, round: number): Promise<number> {
  await at.command(expert!, 'C0HEALTH', 'flag a problem with flight-delay');
  const form = await at.modal(expert!, 'flag');
  const what = form.blocks.find((block) => (block as { block_id?: string }).block_id === 'what') as unknown as {
    element: { action_id: string };
  };
  const words = `Evening flights leave later than it says, round ${round}`;
  const began = performance.now();
  await at.submit(expert!, form, { what: { [what.element.action_id]: words } });
  while (performance.now() - began < patienceMs) {
    const card = (await at.messages(builder!, builders!)).find((one) => wordsOf(one).includes(words));
    if (card && (await at.thread(builder!, builders!, card.ts)).some((one) => wordsOf(one).includes('What is known'))) {
      const took = performance.now() - began;
      for (const view of await at.views(expert!)) await at.close(expert!, view).catch(() => {});
      return took;
    }
    await sleep(20);
  }
  throw new Error(`No evidence came within ${patienceMs / 1000} seconds.`);
}
