import { asc, eq, isNotNull } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { audience } from '../../src/db/schema/digest.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { aliasDeployer } from '../../src/deploy/deployer.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { rollBack } from '../../src/deploy/roll-back.ts';
import type { ServingChange } from '../../src/deploy/announce.ts';
import { announceRelease } from '../../src/jobs/announce-release.ts';
import { announceServing } from '../../src/jobs/announce-serving.ts';
import { deployVerbs } from '../../src/slack/verbs/deploy-verbs.ts';
import { releaseVerbs } from '../../src/slack/verbs/release-verbs.ts';
import { releaseMessage } from '../../src/slack/views/release-notice.ts';
import { servingChangedMessage } from '../../src/slack/views/serving.ts';
import { useBench } from '../approvals/fixture.ts';

const place = { modelId: 'flight-delay', environment: 'production' };
const at = (hour: number) => `2001-06-18T${hour}:00:00Z`;

describe('a message in a channel about what serves', () => {
  const bench = useBench();
  const tom = (hour: number) => bench.as('tom', at(hour));
  const announced = (hour: number, change: ServingChange['change'], actId: string, orderId?: string) =>
    announceServing(bench.system(at(hour)), { ...place, change, actId, personId: 'tom', ...(orderId ? { orderId } : {}) });
  const rows = () => bench.database.db.select().from(outboxMessage).orderBy(asc(outboxMessage.seq));
  const messages = async () => (await rows()).filter((row) => row.destination === 'C0HEALTH' && row.updates === null);
  const edited = async () =>
    (await bench.database.db.select().from(outboxMessage).where(isNotNull(outboxMessage.updates)).orderBy(asc(outboxMessage.seq)))
      .filter((row) => row.destination === 'C0HEALTH')
      .map((row) => row.updates);
  /** What a message shows when it is sent, or edited, now. */
  async function shown(index: number): Promise<string> {
    const row = (await messages())[index]!;
    const data = row.data as Record<string, string>;
    const ctx = bench.system(at(23));
    const view =
      row.kind === 'release-notice'
        ? releaseMessage(await releaseVerbs.release(ctx, data['orderId']!))
        : servingChangedMessage(await deployVerbs.servingChange(ctx, data as never));
    return JSON.stringify(view.blocks);
  }

  beforeEach(async () => {
    const board = { id: 'board', title: 'Board', voice: 'executive', industry: 'airline', channel: 'C0HEALTH' } as const;
    await bench.database.db.insert(audience).values({ ...board, zone: 'UTC', weekday: 1, hour: 9 });
  });

  it('that it is paused loses its buttons when it is resumed, and says so, whatever comes later', async () => {
    await pause(await tom(15), place);
    await announced(15, 'paused', 'one');
    expect(await shown(0)).toContain('is PAUSED in production');
    expect(await shown(0)).toContain('serving-resume');
    await resume(await tom(16), place);
    await announced(16, 'resumed', 'two');
    const [first] = await messages();
    expect(await edited()).toEqual([first!.id]);
    const over = await shown(0);
    expect(over).toContain('was paused in production');
    expect(over).toContain('*Since then:* It was resumed.');
    expect(over).not.toContain('serving-');
    expect(await shown(1)).toContain('serving-pause');
    expect(over).not.toContain('No reason');
    await pause(await tom(17), { ...place, reason: 'another storm' });
    await announced(17, 'paused', 'three');
    expect(await shown(0)).toBe(over);
    expect(await shown(2)).toContain('another storm');
    expect(await shown(1)).toContain('*Since then:* It was PAUSED.');
    expect(await shown(2)).toContain('serving-resume');
  });

  it('that a version is live, or back, is edited when another takes its place', async () => {
    const requestId = await bench.request();
    await bench.vote('dana', requestId);
    await bench.vote('tom', requestId);
    const [order] = await bench.database.db.select().from(deploymentOrder).where(eq(deploymentOrder.requestId, requestId));
    const deployers = { find: async () => aliasDeployer, tokenFor: () => 'token' };
    await deploy(bench.system('2001-06-18T14:10:00Z'), deployers, { orderId: order!.id });
    await announceRelease(bench.system(at(15)), { orderId: order!.id });
    expect(await shown(0)).toMatch(/Version 3 of Flight Delay is live since .*You object\?.*"flag"/);
    const { orderId } = await rollBack(await tom(16), place);
    await announced(16, 'rolled-back', orderId, orderId);
    expect(await edited()).toEqual([(await messages())[0]!.id]);
    const over = await shown(0);
    expect(over).toMatch(/Version 3 of Flight Delay was live from .* on, in place of version 1/);
    expect(over).toContain('*Since then:* Version 1 took its place.');
    expect(over).not.toMatch(/You object|"flag"/);
    expect(await shown(1)).toContain('Version 1 of Flight Delay is back in production, in place of version 3');
    await deploy(bench.system(at(16)), deployers, { orderId });
    // Where it is paused, the message has the button that resumes it.
    await pause(await tom(17), place);
    expect(await shown(1)).toContain('serving-resume');
    expect(await shown(1)).not.toContain('Since then');
  });

  it('that was sent before its instant was kept stays as it is', async () => {
    const old = await deployVerbs.servingChange(bench.system(at(15)), { ...place, change: 'paused', actId: 'old' } as never);
    expect(old).toMatchObject({ since: null, what: 'Flight Delay is PAUSED in production' });
  });

  it('is told once, however often the job is tried', async () => {
    await pause(await tom(15), place);
    await announced(15, 'paused', 'one');
    await announced(15, 'paused', 'one');
    expect(await messages()).toHaveLength(1);
  });
});
