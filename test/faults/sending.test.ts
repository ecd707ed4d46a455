import { afterEach, describe, expect, it } from 'vitest';
import { useDatabase } from '../support/database.ts';
import { channels } from './rig.ts';
import { sendingFaults, sendUnder, type Met } from './sending.ts';

const test = useDatabase('postgres');
afterEach(() => test.clear());

/** What an operator is called for; nothing, where the fault passes by itself. */
const operators: Record<string, (met: Met) => { called: number; trouble: Met['trouble'] }> = {
  'channel_not_found in one channel': () => ({ called: 1, trouble: [{ key: `hold:${channels[0]!.id}`, count: 20 }] }),
  token_revoked: () => ({ called: 1, trouble: [{ key: 'hold:*', count: 1000 }] }),
  // Every ninth of a thousand, and of what a slow machine had to say twice.
  msg_blocks_too_long: ({ struck }) => ({ called: 1, trouble: [{ key: 'parked:msg_blocks_too_long', count: struck }] }),
};

describe('a thousand messages arrive once each and in the order of their channel', () => {
  it.each(Object.entries(sendingFaults).filter(([, { faults }]) => faults.length > 0))(
    'under the fault: %s',
    async (name, fault) => {
      const met = await sendUnder(test.database.db, fault);
      expect(met).toMatchObject({ messages: 1000, arrived: 1000, lost: 0, doubled: 0 });
      expect(met.struck).toBeGreaterThan(0);
      // One that is set aside for its own sake comes after those that went on without it.
      expect(met.outOfOrder > 0).toBe(fault.resend !== undefined);
      expect(met.withoutImage).toBe(fault.withCharts ? 50 : 0);
      // Of several faults it depends on which strikes first how often somebody is called.
      expect(met).toMatchObject(name === 'all at once' ? {} : (operators[name]?.(met) ?? { called: 0, trouble: [] }));
    },
  );
});
