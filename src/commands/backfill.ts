import { setTimeout as sleep } from 'node:timers/promises';
import type { BackfillAnswer, BackfillRequest } from '../http/deps.ts';
import type { Log } from '../shared/log.ts';
import { sayDayYear } from '../shared/period.ts';
import { backfillRequest } from './backfill-request.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { userName } from './user-name.ts';

export interface BackfillOptions {
  /** Empty: all that are watched. */
  modelIds: string[];
  weeks: number;
  as: string | undefined;
  /** Only asks for it. */
  noWait: boolean;
  /** Hears how far it is. */
  progress: (line: string) => void;
}

const times = {
  lookEveryMs: 1_000,
  /** Nothing came to an end within this time: perhaps nobody works on it. */
  firstMs: 30_000,
  /** Longer than all tries of one week may take. */
  nextMs: 70 * 60_000,
};

/** Asks for the past weeks and says how far they are until all have come to an end. */
export async function backfill(where: Where, options: BackfillOptions, log: Log): Promise<string[]> {
  const { modelIds, weeks, as, noWait, progress } = options;
  const request: BackfillRequest = { modelIds: modelIds.length > 0 ? modelIds : undefined, weeks, as, user: userName() };
  const server = runningServer(where);
  if (server) return follow(async (more) => (await server('/api/v1/backfill', { ...request, ...more })) as BackfillAnswer);
  return withDatabase(where, 'backfill', async ({ db }) => {
    const ask: Ask = (more) => backfillRequest({ db, log, now: new Date() }, { ...request, ...more });
    // Nobody else can open the embedded database, so that nobody works on it while this command does.
    return where.databaseUrl === undefined ? [...sayAsked(await ask({})), later] : follow(ask);
  });

  async function follow(ask: Ask): Promise<string[]> {
    const asked = await ask({});
    sayAsked(asked).forEach(progress);
    return noWait ? [later] : followBackfill(asked, ask, progress);
  }
}

/** Says how far it is until all have come to an end, or nothing more happens. */
export async function followBackfill(
  asked: BackfillAnswer,
  ask: Ask,
  progress: (line: string) => void,
  { lookEveryMs, firstMs, nextMs } = times,
): Promise<string[]> {
  let at = asked;
  for (let quietMs = 0; !isDone(at);) {
    const isFirst = endedOf(at) === endedOf(asked);
    if (quietMs >= (isFirst ? firstMs : nextMs)) return isFirst ? [nobodyWorks] : [...sayDone(at), stands];
    await sleep(lookEveryMs);
    const before = at;
    at = await ask({ since: asked.since });
    quietMs = endedOf(at) === endedOf(before) ? quietMs + lookEveryMs : 0;
    if (quietMs === 0) progress(`${endedOf(at)} of ${countWeeks(weeksOf(at))} looked at …`);
  }
  return sayDone(at);
}

type Ask = (more: { since?: string }) => Promise<BackfillAnswer>;

const later = 'They are looked at while Leeway runs (leeway serve), the oldest first.';
const nobodyWorks = 'None has come to an end yet: they are looked at while Leeway runs (leeway serve).';
const stands = 'Nothing more has come to an end for a while. Look at Leeway’s log, and ask again: no week is looked at twice.';
const countWeeks = (count: number): string => (count === 1 ? '1 week' : `${count} weeks`);
const countModels = (count: number): string => (count === 1 ? '1 model' : `${count} models`);
const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
const weeksOf = ({ models }: BackfillAnswer): number => sum(models.map((one) => one.weeks));
const endedOf = ({ models }: BackfillAnswer): number => sum(models.map((one) => one.ended));
const isDone = (at: BackfillAnswer): boolean => endedOf(at) === weeksOf(at);

const maxListed = 20;

function sayAsked(asked: BackfillAnswer): string[] {
  const { models } = asked;
  const lines = models
    .slice(0, maxListed)
    .map(({ modelId, from, weeks }) => `${modelId}: ${countWeeks(weeks)}, from ${sayDayYear(from)}`);
  const more = models.length - maxListed;
  return [...lines, ...(more > 0 ? [`and ${countModels(more)} more, ${countWeeks(weeksOf(asked))} in all`] : [])];
}

function sayDone({ models }: BackfillAnswer): string[] {
  const short = models.filter((one) => one.published < one.weeks);
  const whole = models.length - short.length;
  return [
    ...(whole > 0 ? [`${countModels(whole)}: every week was looked at.`] : []),
    ...short
      .slice(0, maxListed)
      .map(({ modelId, weeks, published, reason }) =>
        `${modelId}: ${published} of ${countWeeks(weeks)} looked at. ${reason ?? ''}`.trimEnd(),
      ),
    ...(short.length > maxListed ? [`${countModels(short.length - maxListed)} more lack weeks: leeway models --no-run`] : []),
    'See how they are: /leeway status and /leeway digest in Slack.',
  ];
}
