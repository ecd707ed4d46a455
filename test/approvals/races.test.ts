import { describe, expect, it } from 'vitest';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { approvalRequest, approvalVote } from '../../src/db/schema/approvals.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { openPostgres } from '../../src/db/open.ts';
import { isLeewayError } from '../../src/shared/errors.ts';
import { aWish, start, useBench } from './fixture.ts';

describe('at the same moment', () => {
  const bench = useBench();

  it('forty votes over four pools give one outcome, no vote twice, and a whole audit chain', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `voter${index}`);
    for (const id of ids) await bench.person(id, { roles: ['engineer'], teams: ['network-operations'] });
    const who = { role: 'engineer' as const };
    await bench.policy({ seats: { engineering: { words: 'engineering', phrase: 'an engineer', who, count: 5 } } });
    const requestId = await bench.request();
    const pools = await Promise.all(Array.from({ length: 4 }, () => openPostgres(bench.url, { max: 5 })));
    const contexts = await Promise.all(ids.map((id) => bench.as(id)));
    const outcomes = await Promise.allSettled(
      contexts.map((ctx, index) => {
        const decision = index % 8 === 7 ? 'refuse' : 'approve';
        const vote = { requestId, decision, revision: 1, reason: 'my reason' } as const;
        return castVote({ ...ctx, db: pools[index % pools.length]!.db }, vote);
      }),
    );
    await Promise.all(pools.map((pool) => pool.close()));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused.filter((one) => !isLeewayError(one))).toEqual([]);
    const { state } = await readRequest(bench.system(start), requestId);
    expect(['approved', 'refused']).toContain(state);
    const votes = await bench.database.db.select().from(approvalVote);
    expect(votes).toHaveLength(40 - refused.length);
    expect(votes.filter((one) => one.decision === 'refuse')).toHaveLength(state === 'refused' ? 1 : 0);
    expect(await bench.database.db.select().from(deploymentOrder)).toHaveLength(state === 'approved' ? 1 : 0);
    expect(await bench.entries('approvals.refused')).toHaveLength(refused.length);
    expect(await verifyAudit(bench.system())).toMatchObject({ whole: true });
  });

  it('one person’s two clicks are one vote', async () => {
    const requestId = await bench.request();
    const dana = await bench.as('dana');
    const click = () => castVote(dana, { requestId, decision: 'approve', revision: 1 });
    const outcomes = await Promise.allSettled([click(), click(), click()]);
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await bench.database.db.select().from(approvalVote)).toHaveLength(1);
  });

  it('the two last votes deploy once', async () => {
    const requestId = await bench.request();
    const [dana, tom] = [await bench.as('dana'), await bench.as('tom')];
    const vote = { requestId, decision: 'approve', revision: 1 } as const;
    await Promise.all([castVote(dana, vote), castVote(tom, vote)]);
    expect(await bench.database.db.select().from(deploymentOrder)).toHaveLength(1);
  });

  it.each(['supersede', 'queue'] as const)(
    'of two requests at once one is open, where the policy says %s',
    async (whenAnother) => {
      await bench.policy({ whenAnother });
      const [priya, paul] = [await bench.as('priya'), await bench.as('paul')];
      await Promise.all([requestPromotion(priya, aWish), requestPromotion(paul, { ...aWish, version: 2, ...(await passed()) })]);
      const rows = await bench.database.db.select().from(approvalRequest);
      expect(rows.map((one) => one.state).sort()).toEqual(['open', whenAnother === 'queue' ? 'queued' : 'superseded']);
      expect(new Set(rows.map((one) => one.number))).toEqual(new Set([1, 2]));
    },
  );

  it('a request that is superseded while somebody agrees to it never deploys', async () => {
    const first = await bench.request();
    await bench.vote('dana', first);
    await passed();
    const [tom, paul] = [await bench.as('tom'), await bench.as('paul')];
    const [vote] = await Promise.allSettled([
      castVote(tom, { requestId: first, decision: 'approve', revision: 2 }),
      requestPromotion(paul, { ...aWish, version: 2 }),
    ]);
    const { state } = await readRequest(bench.system(start), first);
    expect(state).toBe(vote.status === 'fulfilled' ? 'approved' : 'superseded');
    expect(await bench.database.db.select().from(deploymentOrder)).toHaveLength(state === 'approved' ? 1 : 0);
  });

  /** Version 2's checks. */
  async function passed(): Promise<Record<never, never>> {
    for (const gate of ['typical-miss', 'costly-error']) await bench.gate(gate, 'passed', 2);
    return {};
  }
});
