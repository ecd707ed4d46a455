import type { TokenAnswer, TokenRequest } from '../http/deps.ts';
import type { Log } from '../shared/log.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { tokenRequest } from './token-request.ts';
import { userName } from './user-name.ts';

/** What an operator asks about tokens of services, through the running server where there is one. */
export async function token(where: Where, what: Omit<TokenRequest, 'user'>, log: Log): Promise<TokenAnswer> {
  const request: TokenRequest = { ...what, user: userName() };
  const server = runningServer(where);
  return server
    ? ((await server('/api/v1/tokens', request)) as TokenAnswer)
    : await withDatabase(where, `token ${what.verb}`, ({ db }) => tokenRequest({ db, log, now: new Date() }, request));
}
