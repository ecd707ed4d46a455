import { setTimeout as sleep } from 'node:timers/promises';
import { residentMb, startBare, startDemo, withDemoDirectory, type Started } from './demo/processes.ts';

const rounds = 3;
/** By then the charts' worker has ended and the garbage of the start has been collected. */
const settleMs = 45_000;
const samples = 10;

/**
 * Memory of the idle demo on a directory that an earlier run left, 45 s after it was ready, beside a Hono server that does
 * nothing. Each round is a new process, since the layout of its heaps differs by some 10 %; Linux only.
 */
export async function run() {
  return await withDemoDirectory(async (dataDir) => {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [demo, plain] = [await startDemo(dataDir), await startBare()];
      try {
        await demo.ready;
        await sleep(settleMs);
        ours.push(await settledMb(demo));
        bare.push(await settledMb(plain));
      } finally {
        await Promise.all([demo.stop(), plain.stop()]);
      }
    }
    const value = median(ours);
    return {
      value: Math.round(value),
      unit: 'MB' as const,
      against: Math.round(median(bare)),
      ratio: Number((value / median(bare)).toFixed(2)),
      comparedWith: 'a Hono server with nothing but /healthz, idle as long',
      highest: Math.round(Math.max(...ours)),
      rounds,
    };
  });
}

/** The highest of some looks, a second apart. */
async function settledMb({ pid }: Started): Promise<number> {
  let highest = 0;
  for (let sample = 0; sample < samples; sample++) {
    highest = Math.max(highest, residentMb(pid));
    await sleep(1000);
  }
  return highest;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
