import { startBare, startDemo, withDemoDirectory, type Started } from './demo/processes.ts';

const rounds = 7;

/**
 * From the start of the process until `/healthz` answers 200, on the demo's directory as an earlier run left it; against a
 * Hono server that has `/healthz` and nothing else. Medians of interleaved rounds. Beside it: until the address is printed,
 * and how long the first start of all took for that.
 */
export async function run() {
  return await withDemoDirectory(async (dataDir, firstMs) => {
    const ours: number[] = [];
    const ready: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const plain = await startBare();
      await plain.stop();
      const demo = await startDemo(dataDir);
      const readyMs = await readyOf(demo);
      // The first round fills the system's cache of files, for both.
      if (round === 0) continue;
      bare.push(plain.healthyMs);
      ours.push(demo.healthyMs);
      ready.push(readyMs);
    }
    const value = median(ours);
    return {
      value: seconds(value),
      unit: 's' as const,
      against: seconds(median(bare)),
      ratio: Number((value / median(bare)).toFixed(2)),
      comparedWith: 'a Hono server with nothing but /healthz',
      slowest: seconds(Math.max(...ours)),
      addressPrinted: seconds(median(ready)),
      firstStart: seconds(firstMs),
      rounds,
    };
  });
}

async function readyOf(demo: Started): Promise<number> {
  try {
    return await demo.ready;
  } finally {
    await demo.stop();
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const seconds = (ms: number): number => Number((ms / 1000).toFixed(3));
