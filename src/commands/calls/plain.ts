import { leewayJsonSchema } from '../../apply/schema.ts';
import { exits, print, readOptions, type Answer } from '../call.ts';
import { migrate } from '../migrate.ts';
import { verifyAuditOf } from '../verify-audit.ts';

/** Commands without options. */
export const answer: Answer = async (call) => {
  readOptions(call, {});
  if (call.name === 'schema') return print(JSON.stringify(leewayJsonSchema(), null, 2));
  if (call.name === 'migrate') return print(await migrate(call.settings()));
  const { whole, line } = await verifyAuditOf(call.settings());
  print(line);
  return whole ? exits.ok : exits.failed;
};
