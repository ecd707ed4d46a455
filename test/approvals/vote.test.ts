import { describe, expect, it } from 'vitest';
import { readRequest } from '../../src/approvals/read-request.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { readEvents } from '../../src/cards/read-card.ts';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { refusal, start, useBench } from './fixture.ts';

describe('a request and its votes', () => {
  const bench = useBench();
  const view = (id: string) => readRequest(bench.system(start), id);
  const orders = () => bench.database.db.select().from(deploymentOrder);

  it('is approved by the two who must agree, and deploys by itself', async () => {
    const id = await bench.request();
    expect((await bench.vote('dana', id)).state).toBe('open');
    expect(await orders()).toHaveLength(0);
    expect((await bench.vote('tom', id)).state).toBe('approved');
    expect(await orders()).toMatchObject([{ kind: 'promotion', version: 3, fromVersion: 1, requestId: id, deployer: 'alias' }]);
    const { state, order, seats } = await view(id);
    expect(state).toBe('approved');
    expect(order?.state).toBe('requested');
    expect(seats.map((one) => [one.seat, one.votes.map((vote) => vote.personId), one.open])).toEqual([
      ['business', ['dana'], []],
      ['engineering', ['tom'], []],
    ]);
  });

  it('says in the audit chain who decided on what, under which policy, having seen what', async () => {
    const id = await bench.request();
    await bench.vote('dana', id, { reason: 'gates matter more', shownHash: 'f'.repeat(64) });
    const [entry] = await bench.entries('approvals.approve');
    expect(entry).toMatchObject({ subject: `request:${id}`, actor: { id: 'dana' } });
    expect(entry?.detail).toMatchObject({
      seat: 'business',
      shownHash: 'f'.repeat(64),
      policy: { id: 'production', version: 1 },
      gates: { 'typical-miss': 'passed', 'costly-error': 'passed' },
      before: { state: 'open', revision: 1 },
      after: { state: 'open', revision: 2 },
    });
    expect(entry?.detail['reasonHash']).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(await bench.entries())).not.toContain('gates matter more');
    expect(await verifyAudit(bench.system())).toMatchObject({ whole: true });
  });

  it('ends at one refusal where the policy gives a veto, and needs a reason for it', async () => {
    const id = await bench.request();
    expect((await refusal(bench.vote('lena', id, { decision: 'refuse' }))).field).toBe('reason');
    expect((await bench.vote('lena', id, { decision: 'refuse', reason: 'no way back' })).state).toBe('refused');
    expect((await refusal(bench.vote('dana', id))).message).toContain('was refused');
  });

  it('goes on after a refusal where the policy counts a quorum, until too few are left', async () => {
    await bench.policy({ refusal: 'quorum' });
    const id = await bench.request();
    expect((await bench.vote('lena', id, { decision: 'refuse', reason: 'not yet' })).state).toBe('open');
    expect((await bench.vote('tom', id, { decision: 'refuse', reason: 'not yet' })).state).toBe('refused');
    expect((await view(id)).outcome).toContain('Too few');
  });

  it('counts a person once, however many parts they have', async () => {
    await bench.policy({
      seats: {
        one: { words: 'engineering', phrase: 'an engineer', who: { role: 'engineer' } },
        two: { words: 'engineering', phrase: 'the operations owner', who: { owner: 'operations' } },
      },
    });
    const id = await bench.request();
    expect((await bench.vote('tom', id)).state).toBe('open');
    expect((await refusal(bench.vote('tom', id))).message).toContain('already');
    expect((await bench.vote('lena', id)).state).toBe('approved');
  });

  it('takes a vote only from the seats that the policy names', async () => {
    const id = await bench.request();
    expect((await refusal(bench.vote('olaf', id))).message).toContain('the business owner and an engineer of the team');
    expect((await refusal(bench.vote('grace', id))).code).toBe('forbidden');
  });

  it('lets a failed check be outvoted only where the policy allows it, with a reason, and says so', async () => {
    await bench.gate('costly-error', 'failed');
    const id = await bench.request();
    const without = await refusal(bench.vote('dana', id));
    expect([without.field, without.message]).toEqual(['reason', expect.stringContaining('costly error')]);
    await bench.vote('dana', id, { reason: 'the smaller miss is worth it' });
    expect((await view(id)).seats[0]?.votes[0]?.outvoted).toEqual(['costly-error']);
    expect((await view(id)).question).toContain('although “costly error” failed');
    const [event] = await readEvents(bench.system(), (await view(id)).cardId);
    expect(event?.data['outvoted']).toEqual(['costly error']);
  });

  it('never lets a required check that was not run be outvoted', async () => {
    await bench.gate('costly-error', 'not-run');
    const id = await bench.request();
    const error = await refusal(bench.vote('dana', id, { reason: 'go on' }));
    expect(error.message).toContain('was not run to its end');
  });

  it('asks for the checklist and for the version’s name where the policy does', async () => {
    const who = { role: 'engineer' as const };
    await bench.policy({
      stepUp: true,
      seats: { engineering: { words: 'engineering', phrase: 'an engineer', who, checklist: ['I know the way back'] } },
    });
    const id = await bench.request();
    const checklist = ['I know the way back'];
    expect((await refusal(bench.vote('tom', id, { typed: 'flight-delay 3' }))).field).toBe('checklist');
    expect((await refusal(bench.vote('tom', id, { checklist, typed: 'flight-delay 2' }))).field).toBe('typed');
    expect((await bench.vote('tom', id, { checklist, typed: ' Flight-delay  3 ' })).state).toBe('approved');
  });

  it('refuses agreement in a freeze and takes a refusal', async () => {
    await bench.policy({ freeze: [{ why: 'summer week-end', when: { start: '2001-06-18', end: '2001-06-19' } }] });
    const id = await bench.request();
    expect((await view(id)).held).toContain('summer week-end');
    expect((await refusal(bench.vote('dana', id))).message).toContain('Tue 19 June, 00:00 (Chicago)');
    expect((await bench.vote('dana', id, {}, '2001-06-19T05:00:00Z')).state).toBe('open');
  });

  it('refuses a vote on a request that expired a second ago, and ends it', async () => {
    const id = await bench.request();
    const { expiresAt } = await view(id);
    const late = new Date(expiresAt.getTime() + 1_000);
    expect((await refusal(bench.vote('dana', id, {}, late))).message).toContain('expired');
    expect((await view(id)).state).toBe('expired');
    const other = await bench.request('priya', {}, late);
    expect((await bench.vote('dana', other, {}, new Date(late.getTime() + 1_000))).state).toBe('open');
  });

  it('refuses agreement while a rollback runs', async () => {
    const id = await bench.request();
    await bench.database.db.insert(deploymentOrder).values({
      kind: 'rollback',
      modelId: 'flight-delay',
      environment: 'production',
      version: 1,
      deployer: 'alias',
      state: 'started',
      orderedById: 'tom',
      orderedAt: new Date(start),
      deadlineAt: new Date('2001-06-19T14:00:00Z'),
    });
    expect((await refusal(bench.vote('dana', id))).message).toContain('is being taken back');
  });
});
