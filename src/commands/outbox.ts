import type { OutboxAnswer, OutboxRequest } from '../http/deps.ts';
import type { Log } from '../shared/log.ts';
import { withDatabase, type Where } from './open-database.ts';
import { outboxRequest } from './outbox-request.ts';
import { runningServer } from './running-server.ts';
import { userName } from './user-name.ts';

/** What an operator asks of the messages that could not be sent, through the running server where there is one. */
export async function outbox(where: Where, what: Omit<OutboxRequest, 'user'>, log: Log): Promise<string[]> {
  const request: OutboxRequest = { ...what, user: userName() };
  const server = runningServer(where);
  const answer = server
    ? ((await server('/api/v1/outbox', request)) as OutboxAnswer)
    : await withDatabase(where, `outbox ${what.verb}`, ({ db }) => outboxRequest({ db, log, now: new Date() }, request));
  return answer.lines;
}
