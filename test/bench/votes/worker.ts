// One of the processes in which people press: told whose presses are to come, it makes them all at the same instant.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { castVote } from '../../../src/approvals/cast-vote.ts';
import type { Ctx } from '../../../src/db/ctx.ts';
import { sqlState } from '../../../src/db/db.ts';
import { openPostgres } from '../../../src/db/open.ts';
import { actorFor } from '../../../src/people/find-person.ts';
import { readPersons } from '../../../src/people/read-persons.ts';
import { systemActor } from '../../../src/shared/actor.ts';
import { isLeewayError, messageOf } from '../../../src/shared/errors.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { now, voters } from './people.ts';

export interface Press {
  personId: string;
  decision: 'approve' | 'refuse';
}
/** `plain`: each press is one row inserted, and nothing else. */
export interface Work {
  mode: 'votes' | 'plain';
  requestId: string;
  presses: Press[];
  /** Of the wall clock, in ms, which all processes share. */
  startAt: number;
}
/** `broken`: neither counted nor refused with a sentence. */
export interface Answer extends Press {
  told: 'yes' | 'no' | 'broken';
  words: string;
  /** SQLSTATE of what went wrong in the database. */
  state: string | undefined;
}
export interface Told {
  answers: Answer[];
  endedAt: number;
}

const database = await openPostgres(process.argv[2]!);
const ctx: Ctx = { db: database.db, actor: systemActor('bench'), now, log: silentLog };
const persons = await readPersons(ctx, voters);

process.on('message', (work: Work) => void done(work));
process.send!('ready');

async function done({ mode, requestId, presses, startAt }: Work): Promise<void> {
  await sleep(startAt - wallClock());
  const answers = await Promise.all(
    presses.map((press) => answered(press, mode === 'votes' ? vote(requestId, press) : insert(requestId, press))),
  );
  process.send!({ answers, endedAt: wallClock() } satisfies Told);
}

async function answered(press: Press, work: Promise<unknown>): Promise<Answer> {
  try {
    await work;
    return { ...press, told: 'yes', words: '', state: undefined };
  } catch (error) {
    return { ...press, told: isLeewayError(error) ? 'no' : 'broken', words: messageOf(error), state: sqlState(error) };
  }
}

function vote(requestId: string, { personId, decision }: Press): Promise<unknown> {
  const actor = actorFor(persons.get(personId)!);
  return castVote({ ...ctx, actor }, { requestId, decision, revision: 1, reason: 'I looked at it' });
}

const insert = (requestId: string, { personId, decision }: Press): Promise<unknown> =>
  database.db.execute(
    sql`insert into approval_vote (request_id, person_id, seat, decision, revision_seen, at)
      values (${requestId}, ${personId}, 'engineering', ${decision}, 1, now()) on conflict do nothing`,
  );

function wallClock(): number {
  return performance.timeOrigin + performance.now();
}
