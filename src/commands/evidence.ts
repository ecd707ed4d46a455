import type { EvidenceAnswer, EvidenceRequest } from '../http/deps.ts';
import type { Log } from '../shared/log.ts';
import { evidenceRequest } from './evidence-request.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';
import { userName } from './user-name.ts';

/** Asks for evidence, through the running server where there is one; only that one can read the anchors in Slack. */
export async function evidence(where: Where, what: Omit<EvidenceRequest, 'user'>, log: Log): Promise<EvidenceAnswer> {
  const request: EvidenceRequest = { ...what, user: userName() };
  const server = runningServer(where);
  if (server) return (await server('/api/v1/evidence', request)) as EvidenceAnswer;
  return withDatabase(where, request.wish.verb, ({ db }) =>
    evidenceRequest({ db, log, now: new Date() }, request, () => Promise.resolve([])),
  );
}
