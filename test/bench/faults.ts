import { sql } from 'drizzle-orm';
import { openPostgres } from '../../src/db/open.ts';
import { sendingFaults, sendUnder, type Met } from '../faults/sending.ts';
import { onFreshDatabase } from './postgres/fresh-database.ts';

/**
 * A thousand messages under each fault of sending, counted in the sandbox. `value`: messages lost, doubled or out of order,
 * all together; what Slack refused for its own sake and a person resent comes late, and is not among them. `table`: by fault.
 */
export const run = () =>
  onFreshDatabase(async (url) => {
    const database = await openPostgres(url);
    const table: Record<string, Met> = {};
    let wrong = 0;
    try {
      for (const [name, fault] of Object.entries(sendingFaults)) {
        await database.db.execute(sql`truncate outbox_message, outbox_hold`);
        const met = await sendUnder(database.db, fault);
        table[name] = met;
        wrong += met.lost + met.doubled + (fault.resend ? 0 : met.outOfOrder);
      }
    } finally {
      await database.close();
    }
    return { value: wrong, unit: 'messages' as const, against: null, ratio: null, table };
  });
