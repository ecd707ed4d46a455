import { verifyAudit, type Verification } from '../audit/verify.ts';
import { withDatabase, type Where } from './open-database.ts';
import { runningServer } from './running-server.ts';

/** Checks the audit chain, through the running server where there is one. */
export async function verifyAuditOf(where: Where): Promise<{ whole: boolean; line: string }> {
  const server = runningServer(where);
  const found = server
    ? ((await server('/api/v1/audit/verify')) as Verification)
    : await withDatabase(where, 'audit verify', (database) => verifyAudit({ db: database.db }));
  return found.whole
    ? {
        whole: true,
        line: `The audit chain is whole: ${found.entries === 1 ? 'one entry' : `${found.entries} entries`}, head ${found.head}. ${sayAnchors(found.anchors)}`,
      }
    : { whole: false, line: `The audit chain is broken at entry ${found.seq}: ${found.why}.` };
}

const sayAnchors = (count: number): string =>
  count === 0
    ? 'It was held against no anchor in Slack: a running Leeway with an audit channel does that; on Postgres ask it over REST.'
    : `It agrees with ${count === 1 ? 'the one anchor' : `all ${count} anchors`} in Slack.`;
