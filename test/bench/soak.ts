import { setTimeout as sleep } from 'node:timers/promises';
import { findControl, workspaceAt, type Workspace } from '../e2e/sandbox-user.ts';
import { lengthenFlights } from './demo/long-flights.ts';
import { residentMb, startDemo, withDemoDirectory, type Started } from './demo/processes.ts';

/** `SOAK_MINUTES` makes it shorter; the first sixth is for growing into, five minutes of thirty. */
const minutes = Number(process.env['SOAK_MINUTES'] ?? 30);
const growingShare = 1 / 6;
/** In the demo somebody does something every ten seconds, and a week passes in five minutes. */
const timesDemo = 10;
const actEveryMs = 10_000 / timesDemo;
const weekEveryMs = 300_000 / timesDemo;
/** The demo's half-year would be over after three minutes: this many of it, one after the other, last for forty. */
const halfYears = 4;
const lookEveryMs = 5_000;
const people = ['U0EXEC', 'U0EXPERT', 'U0DATA', 'U0ENG', 'U0COMP'];
const words = ['status flight-delay', 'models', 'mine', 'why flight-delay', 'help', 'explain drift', 'open'];
const weekMs = 7 * 24 * 3_600_000;

interface Look {
  afterMs: number;
  mb: number;
  /** Jobs and messages that wait. */
  waiting: number;
}

/**
 * Commands, clicks, looks at days and weeks, and digests at ten times the demo's rate. `value`: memory over the last sixth of the time, `against`:
 * over the sixth after the growing; Linux only. Queues: the longest and the mean of those two stretches.
 */
export async function run() {
  return await withDemoDirectory(async (dataDir) => {
    const demo = await startDemo(dataDir);
    await demo.ready;
    await lengthenFlights(dataDir, dataDir, halfYears);
    const at = workspaceAt(`${demo.url}/sandbox/`);
    const began = performance.now();
    const end = began + minutes * 60_000;
    const looks: Look[] = [];
    const done = { acts: 0, weeks: 0, refused: 0 };
    const until = async (everyMs: number, act: () => Promise<void>) => {
      for (let next = performance.now(); next < end; next += everyMs) {
        await sleep(Math.max(0, next - performance.now()));
        await act().catch(() => void done.refused++);
      }
    };
    await Promise.all([
      until(actEveryMs, async () => doSomething(at, done.acts++)),
      until(weekEveryMs, async () => {
        await at.moveTo(new Date((await at.now()).getTime() + weekMs).toISOString());
        done.weeks++;
      }),
      until(lookEveryMs, async () => void looks.push(await lookAt(demo, began))),
    ]);
    await demo.stop();
    return summary(looks, done);
  });
}

/** A command, or a click on “Where from?” under the newest digest. */
async function doSomething(at: Workspace, turn: number): Promise<void> {
  const as = people[turn % people.length]!;
  if (turn % 3 > 0) return void (await at.command(as, 'C0HEALTH', words[turn % words.length]!));
  const digest = (await at.messages(as, 'C0HEALTH')).findLast(
    (one) => one.isBot && JSON.stringify(one.blocks).includes('where-from'),
  );
  if (!digest) return;
  await at.click(digest, { as, actionId: findControl(digest.blocks, 'where-from').control.action_id! });
}

async function lookAt({ url, pid }: Started, began: number): Promise<Look> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const sum = (pattern: RegExp) => [...text.matchAll(pattern)].reduce((total, [, value]) => total + Number(value), 0);
  const waiting =
    sum(/^leeway_queue_waiting\{[^}]*\} (\d+)$/gm) +
    sum(/^leeway_outbox_messages\{[^}]*state="(?:queued|claimed)"[^}]*\} (\d+)$/gm);
  return { afterMs: performance.now() - began, mb: residentMb(pid), waiting };
}

function summary(looks: readonly Look[], done: { acts: number; weeks: number; refused: number }) {
  const whole = minutes * 60_000;
  const within = (from: number, to: number) => looks.filter(({ afterMs }) => afterMs >= from * whole && afterMs < to * whole);
  const early = within(growingShare, 2 * growingShare);
  const late = within(1 - growingShare, 1.1);
  const of = (part: readonly Look[], key: 'mb' | 'waiting') => part.reduce((sum, one) => sum + one[key], 0) / part.length;
  return {
    value: Math.round(of(late, 'mb')),
    unit: 'MB' as const,
    against: Math.round(of(early, 'mb')),
    ratio: Number((of(late, 'mb') / of(early, 'mb')).toFixed(3)),
    comparedWith: 'itself after the first sixth of the time',
    /** Means of each sixth of the time. */
    sixths: Array.from({ length: 6 }, (_, sixth) => Math.round(of(within(sixth / 6, (sixth + 1) / 6), 'mb'))),
    highest: Math.round(Math.max(...looks.map((one) => one.mb))),
    waitingThen: Number(of(early, 'waiting').toFixed(1)),
    waitingAtEnd: Number(of(late, 'waiting').toFixed(1)),
    longestQueue: Math.max(...looks.map((one) => one.waiting)),
    minutes,
    ...done,
  };
}
