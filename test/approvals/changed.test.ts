import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../src/cards/read-card.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { write } from '../../src/audit/write.ts';
import { modelVersion } from '../../src/db/schema/registry.ts';
import { putDeployment } from '../../src/registry/put-pointers.ts';
import { refusal, start, useBench } from './fixture.ts';

describe('what changes while a request waits', () => {
  const bench = useBench();
  const view = (id: string) => readRequest(bench.system(start), id);
  const events = async (id: string) => readEvents(bench.system(start), (await view(id)).cardId);
  const change = (number: number, set: Partial<typeof modelVersion.$inferInsert>) =>
    bench.database.db.update(modelVersion).set(set).where(eq(modelVersion.number, number));

  it('refuses a vote after a check turned red, names it, and moves the card on', async () => {
    const id = await bench.request();
    await bench.vote('dana', id);
    await bench.gate('costly-error', 'failed');
    const { code, message } = await refusal(bench.vote('tom', id));
    expect(code).toBe('conflict');
    expect(message).toBe('It has changed since you looked: the check “costly error” failed; it passed before.');
    const after = await view(id);
    expect(after).toMatchObject({ state: 'open', revision: 3 });
    expect(after.gates.find((one) => one.gate === 'costly-error')?.state).toBe('failed');
    expect((await events(id)).at(-1)).toMatchObject({ kind: 'evidence-changed' });
    expect(await bench.entries('approvals.evidence-changed')).toHaveLength(1);
  });

  it('does not count an agreement that was given before the check turned red, until it is given again', async () => {
    const id = await bench.request();
    await bench.vote('dana', id);
    await bench.gate('costly-error', 'failed');
    await refusal(bench.vote('tom', id));
    const seat = (await view(id)).seats[0];
    expect([seat?.votes, seat?.open.map((one) => one.personId)]).toEqual([[], ['dana']]);
    expect((await bench.vote('tom', id, { reason: 'worth it' })).state).toBe('open');
    expect((await bench.vote('dana', id, { reason: 'worth it' })).state).toBe('approved');
    expect((await view(id)).seats.map((one) => one.votes[0]?.outvoted)).toEqual([['costly-error'], ['costly-error']]);
  });

  it('refuses a click on a card that showed something else, though nothing has moved since', async () => {
    const id = await bench.request();
    await bench.gate('costly-error', 'failed');
    await refusal(bench.vote('tom', id));
    const stale = { requestId: id, decision: 'approve' as const, revision: 1, reason: 'go' };
    const { message } = await refusal(castVote(await bench.as('dana'), stale));
    expect(message).toContain('the check “costly error” failed');
  });

  it('takes a click on a card where only a vote has been added since', async () => {
    const id = await bench.request();
    await bench.vote('dana', id);
    const seen = { requestId: id, decision: 'approve' as const, revision: 1 };
    expect((await castVote(await bench.as('tom'), seen)).state).toBe('approved');
  });

  it('refuses a revision that nobody can have seen', async () => {
    const id = await bench.request();
    expect((await refusal(bench.vote('dana', id, { revision: 7 }))).field).toBe('revision');
  });

  it('counts no more the vote of somebody who has left, and says who', async () => {
    const id = await bench.request();
    await bench.vote('tom', id);
    await bench.person('tom', { active: false, roles: [], teams: [] });
    expect((await refusal(bench.vote('dana', id))).message).toContain('Tom, who had voted, cannot decide on it any more');
    expect((await bench.vote('dana', id)).state).toBe('open');
    expect((await bench.vote('lena', id)).state).toBe('approved');
  });

  it('refuses somebody who has left', async () => {
    const id = await bench.request();
    const tom = await bench.as('tom');
    await bench.person('tom', { active: false });
    const { message } = await refusal(castVote(tom, { requestId: id, decision: 'approve', revision: 1 }));
    expect(message).toContain('You have left');
  });

  it.each([
    ['the version is archived', () => change(3, { archivedAt: new Date(start) }), 'Version 3 was archived.'],
    ['the version is another one', () => change(3, { artifactDigest: 'f'.repeat(64) }), 'is not the one that was asked for'],
    [
      'the version is gone',
      () => bench.database.db.delete(modelVersion).where(eq(modelVersion.number, 3)),
      'not registered any more',
    ],
    ['the way back is archived', () => change(1, { archivedAt: new Date(start) }), 'The way back, version 1, was archived'],
  ])('ends the request when %s', async (_, happen, outcome) => {
    const id = await bench.request();
    await happen();
    expect((await refusal(bench.vote('dana', id))).code).toBe('conflict');
    const after = await view(id);
    expect([after.state, after.outcome]).toEqual(['void', expect.stringContaining(outcome)]);
    expect((await bench.entries('approvals.void')).at(-1)?.subject).toBe(`request:${id}`);
  });

  it('ends the request when the version went live another way', async () => {
    const id = await bench.request();
    await write(bench.system(start), (w) => putDeployment(w, 'flight-delay', 'production', 3));
    await refusal(bench.vote('dana', id));
    expect((await view(id)).outcome).toBe('Version 3 is live in production already.');
  });

  it('keeps the policy that was in force when the request was made', async () => {
    const id = await bench.request();
    await bench.policy({
      seats: { one: { words: 'compliance', phrase: 'compliance', who: { role: 'compliance', of: 'anybody' } } },
    });
    expect((await refusal(bench.vote('grace', id))).code).toBe('forbidden');
    await bench.vote('dana', id);
    expect((await bench.vote('tom', id)).state).toBe('approved');
    expect((await view(id)).policy.version).toBe(1);
  });
});
