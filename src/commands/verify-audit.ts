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
    ? { whole: true, line: `The audit chain is whole: ${found.entries} entries, head ${found.head}.` }
    : { whole: false, line: `The audit chain is broken at entry ${found.seq}: ${found.why}.` };
}
