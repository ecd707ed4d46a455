import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { signedCommand } from './ack/signing.ts';

const rounds = 15;
const burstsARound = 60;
const atATime = 8;
const warmUpBursts = 60;
/** Between bursts: people do not type in a closed loop, and both apps get the same rest. */
const restMs = 50;

interface Target {
  child: ChildProcess;
  port: number;
  agent: Agent;
}

/**
 * How long a signed slash command waits for its acknowledgement, eight at a time: Leeway's whole transport, with the work
 * that follows each acknowledgement, against a bare Bolt app that does nothing else. Each app in its own process, the load
 * in this one; medians of interleaved rounds. Beside it: commands that were refused, and acknowledged ones that were never
 * answered though the app was left to finish when it was stopped.
 */
export async function run() {
  const bare = await start('bare');
  const leeway = await start('leeway');
  const responseUrl = `http://127.0.0.1:${leeway.sink}/`;
  let refused = 0;
  let acknowledged = 0;
  const round = async (target: Target, bursts: number): Promise<number[]> => {
    const times: number[] = [];
    for (let burst = 0; burst < bursts; burst++) {
      const commands = Array.from({ length: atATime }, () => signedCommand(responseUrl));
      const answers = await Promise.all(commands.map((command) => post(target, command)));
      for (const { status, ms } of answers) {
        if (status === 200) times.push(ms);
        else refused++;
      }
      if (target === leeway) acknowledged += answers.filter(({ status }) => status === 200).length;
      await sleep(restMs);
    }
    return times;
  };
  try {
    for (const target of [bare, leeway]) await round(target, warmUpBursts);
    const measured = { bare: [] as number[][], leeway: [] as number[][] };
    for (let index = 0; index < rounds; index++) {
      // Taking turns at going first, so that a slow moment of the machine does not always hit the same one.
      const order = index % 2 === 0 ? (['bare', 'leeway'] as const) : (['leeway', 'bare'] as const);
      for (const name of order) measured[name].push(await round(name === 'bare' ? bare : leeway, burstsARound));
    }
    const unanswered = acknowledged - (await answeredBy(leeway));
    const of = (name: 'bare' | 'leeway', share: number) => median(measured[name].map((times) => quantile(times, share)));
    const [p50, p99, bareP50, bareP99] = [of('leeway', 0.5), of('leeway', 0.99), of('bare', 0.5), of('bare', 0.99)];
    return {
      value: rounded(p99),
      unit: 'ms' as const,
      against: rounded(bareP99),
      ratio: rounded(p99 / bareP99),
      comparedWith: 'a bare Bolt HTTPReceiver app',
      p50Ms: rounded(p50),
      p50Ratio: rounded(p50 / bareP50),
      refused,
      unanswered,
      rounds,
      requestsARound: burstsARound * atATime,
    };
  } finally {
    for (const target of [bare, leeway]) {
      target.agent.destroy();
      target.child.kill();
    }
  }
}

async function start(app: 'bare' | 'leeway'): Promise<Target & { sink: number }> {
  const child = fork(fileURLToPath(new URL('./ack/server.ts', import.meta.url)), [app], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { port, sink = 0 } = await new Promise<{ port: number; sink?: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number; sink?: number }));
    child.once('exit', (code) => reject(new Error(`the ${app} server ended with ${code}`)));
  });
  return { child, port, sink, agent: new Agent({ keepAlive: true, maxSockets: atATime }) };
}

/** Stops the app and asks how many commands it answered since it started. */
async function answeredBy({ child }: Target): Promise<number> {
  const said = once(child, 'message', { signal: AbortSignal.timeout(15_000) });
  child.send('stop');
  const [message] = (await said) as [{ answered: number }];
  return message.answered;
}

function post(
  { port, agent }: Target,
  command: ReturnType<typeof signedCommand>,
): Promise<{ status: number | undefined; ms: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request(
      { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent, headers: command.headers },
      (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode, ms: performance.now() - started }));
      },
    );
    sent.on('error', reject);
    sent.end(command.body);
  });
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
