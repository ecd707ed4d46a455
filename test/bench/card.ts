import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxMessage } from '../../src/sandbox/contract.ts';
import { eventually, workspaceAt, type Workspace } from '../e2e/sandbox-user.ts';
import { channel, models, voters, type Voter } from './card/office.ts';
import type { Order, Told } from './card/server.ts';
import { carriedBy, watchCards, type Watch } from './card/watch.ts';

const waves = 2;
/** Votes come in at this pace, whether or not those before them are shown: far faster than people decide. */
const everyMs = 750;

interface Vote {
  /** From the press of the form's button, and from its answer, until an onlooker sees the card move on. */
  pressMs: number;
  answerMs: number;
  final: boolean;
}
interface Office {
  child: ChildProcess;
  at: Workspace;
  watch: Watch;
}

/**
 * From a vote to the card that shows it, through the sandbox: twenty requests are open, five people agree to each in its
 * form, and an onlooker who listens as a page does fetches what changed. `value`: 99 of 100 votes take no longer from the
 * press while all twenty are open. Beside it: the final votes, which deploy as well, and all twenty at the same instant.
 */
export async function run() {
  const child = fork(join(import.meta.dirname, 'card/server.ts'), [String(waves + 1)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await once(child, 'message')) as [Told];
  const watch = await watchCards(`${url}/sandbox/`);
  const office = { child, at: workspaceAt(`${url}/sandbox/`), watch };
  try {
    const votes: Vote[] = [];
    for (let wave = 1; wave <= waves; wave++) votes.push(...(await paced(office, await openCards(office, wave + 1))));
    const atOnce = await burst(office, await openCards(office, waves + 2));
    return figureOf(votes, atOnce);
  } finally {
    watch.close();
    child.send({ do: 'stop' } satisfies Order);
    await once(child, 'exit');
  }
}

async function tell(child: ChildProcess, order: Order): Promise<Told> {
  child.send(order);
  const [told] = (await once(child, 'message')) as [Told];
  if (told.error) throw new Error(told.error);
  return told;
}

/** Twenty new requests; returns their cards, in the order of the models. */
async function openCards({ child, at }: Office, version: number): Promise<SandboxMessage[]> {
  const { requestIds = [] } = await tell(child, { do: 'open', version });
  return eventually('the cards of all requests', async () => {
    const messages = await at.messages(voters.grace, channel);
    const cards = requestIds.flatMap((id) => messages.find((one) => carriedBy(one.blocks)?.requestId === id) ?? []);
    return cards.length === models.length && cards;
  });
}

/** Each card is agreed to by all five, a different one first; one person does one thing at a time. */
async function paced(office: Office, cards: SandboxMessage[]): Promise<Vote[]> {
  const people = Object.keys(voters) as Voter[];
  const busy = new Map<Voter, Promise<unknown>>();
  const votes: Promise<Vote>[] = [];
  for (let index = 0; index < cards.length * people.length; index++) {
    const turn = Math.floor(index / cards.length);
    const card = cards[index % cards.length]!;
    const who = people[(turn + index) % people.length]!;
    const final = turn === people.length - 1;
    const vote = (busy.get(who) ?? Promise.resolve()).then(() => voteInForm(office, card, voters[who], turn + 2, final));
    busy.set(
      who,
      vote.catch(() => {}),
    );
    votes.push(vote);
    await sleep(everyMs);
  }
  return Promise.all(votes);
}

async function voteInForm({ at, watch }: Office, card: SandboxMessage, as: string, next: number, final: boolean): Promise<Vote> {
  await at.click(card, { as, actionId: 'request-approve' });
  const form = await at.modal(as, 'approve');
  const pressedAt = wallClock();
  const { errors } = await at.submit(as, form, {});
  const answeredAt = wallClock();
  if (errors) throw new Error(JSON.stringify(errors));
  const [open] = await at.views(as);
  if (open) await at.close(as, open);
  const shownAt = await watch.shownAt(card.ts, next);
  return { pressMs: shownAt - pressedAt, answerMs: Math.max(0, shownAt - answeredAt), final };
}

/** One person after the other agrees to all twenty at the same instant, in the process itself. */
async function burst({ child, watch }: Office, cards: SandboxMessage[]): Promise<number[]> {
  const times: number[] = [];
  for (const [turn, as] of (Object.keys(voters) as Voter[]).entries()) {
    const requestIds = cards.map((card) => carriedBy(card.blocks)!.requestId);
    const begun = wallClock();
    await tell(child, { do: 'vote', as, requestIds });
    const shown = await Promise.all(cards.map((card) => watch.shownAt(card.ts, turn + 2)));
    times.push(...shown.map((at) => at - begun));
  }
  return times;
}

function figureOf(votes: Vote[], atOnce: number[]) {
  const early = votes.filter((one) => !one.final);
  const finals = votes.filter((one) => one.final).map((one) => one.pressMs);
  const press = early.map((one) => one.pressMs);
  const answer = early.map((one) => one.answerMs);
  return {
    value: Math.round(quantile(press, 0.99)),
    unit: 'ms' as const,
    against: null,
    ratio: null,
    p50Ms: Math.round(quantile(press, 0.5)),
    slowestMs: Math.round(Math.max(...press)),
    n: press.length,
    fromAnswer: { p50Ms: Math.round(quantile(answer, 0.5)), p99Ms: Math.round(quantile(answer, 0.99)) },
    finalVotes: spread(finals),
    twentyAtOnce: spread(atOnce),
    openRequests: models.length,
    votesASecond: 1_000 / everyMs,
    load: loadavg().map((one) => Math.round(one * 10) / 10),
  };
}

const spread = (ms: number[]) => ({
  p50Ms: Math.round(quantile(ms, 0.5)),
  p99Ms: Math.round(quantile(ms, 0.99)),
  n: ms.length,
});
const wallClock = (): number => performance.timeOrigin + performance.now();
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
