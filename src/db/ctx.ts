import type { Actor } from '../shared/actor.ts';
import type { Log } from '../shared/log.ts';
import type { Db } from './db.ts';

/** What every verb is given: the database, who acts, what time it is in the domain, and where to log. */
export interface Ctx {
  db: Db;
  actor: Actor;
  now: Date;
  log: Log;
}
