import type { Ctx } from '../db/ctx.ts';
import { isDiskFull } from '../db/disk-room.ts';
import { inWords } from '../db/in-words.ts';
import { isLeewayError, messageOf } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { AfterAck } from './after-ack.ts';
import type { Outgoing } from './blocks.ts';
import type { Counters } from './counters.ts';
import type { SlackDeps } from './deps.ts';
import type { Home } from './home.ts';
import type { Inbox } from './inbox.ts';
import type { SlackApi } from './slack-api.ts';
import type { Tuning } from './tuning.ts';
import { note, sayError, strangerNote } from './views/note.ts';

/** What the handlers share. */
export interface Desk {
  deps: SlackDeps;
  api: SlackApi;
  home: Home;
  inbox: Inbox;
  counters: Counters;
  tuning: Tuning;
  /** Does work that follows an acknowledgement: others' acknowledgements go first. */
  afterAck: AfterAck['run'];
  /** A context of the system's. */
  ctx(): Ctx;
}

export interface Arrival {
  /** Shared by repeated deliveries of the same thing. */
  key: string;
  kind: string;
  teamId: string;
  userId: string;
  /** How the person hears of an error, or that they are a stranger. */
  tell(message: Outgoing): Promise<void>;
}

/**
 * Works on something acknowledged: once, as the person it came from. Whatever goes wrong is told to that person: in its
 * own words where Leeway refused, else by a number that the log has too.
 */
export async function attend(desk: Desk, arrival: Arrival, work: (ctx: Ctx) => Promise<void>): Promise<void> {
  try {
    if (!(await desk.inbox.begin(arrival.key, arrival.kind))) {
      desk.counters.duplicates++;
      return;
    }
    await asPerson(desk, arrival, work);
    await desk.inbox.finish(arrival.key);
  } catch (error) {
    await arrival.tell(errorNote(desk, error)).catch((lost: unknown) => errorNote(desk, lost));
  }
}

/** Runs the work as the person, or tells a stranger whom to ask. */
export async function asPerson(
  desk: Desk,
  arrival: Pick<Arrival, 'teamId' | 'userId' | 'tell'>,
  work: (ctx: Ctx) => Promise<void>,
): Promise<void> {
  const system = desk.ctx();
  const actor = await desk.deps.actorFor(system, arrival.teamId, arrival.userId);
  if (actor) return work({ ...system, actor });
  await arrival.tell(strangerNote(await desk.deps.verbs.stranger(system)));
}

/** What a person is told of an error. An unknown one is logged under the number that the person sees. */
export function errorNote(desk: Desk, error: unknown): Outgoing {
  const said = describeError(desk, error);
  return note(said.sentence, said.hint);
}

export function describeError(desk: Desk, thrown: unknown): { sentence: string; hint?: string } {
  const error = inWords(thrown);
  if (isDiskFull(thrown))
    desk.deps.log.warn({ code: 'not-written', error: messageOf(thrown) }, 'a request from Slack found a full disk');
  else if (error !== thrown)
    desk.deps.log.warn({ code: 'database-away', error: messageOf(thrown) }, 'a request from Slack found no database');
  const errorId = newId().slice(-8);
  if (!isLeewayError(error) || error.code === 'config') {
    desk.counters.failed++;
    desk.deps.log.error({ code: 'slack-request-failed', errorId, err: error }, 'a request from Slack failed');
  }
  return sayError(error, errorId);
}
