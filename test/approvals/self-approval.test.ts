import { describe, expect, it } from 'vitest';
import { delegateVote } from '../../src/approvals/delegate-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestConfiguration } from '../../src/approvals/request-configuration.ts';
import { withdrawRequest } from '../../src/approvals/withdraw-request.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { write } from '../../src/audit/write.ts';
import { eq } from 'drizzle-orm';
import { personAccount } from '../../src/db/schema/people.ts';
import { modelVersion } from '../../src/db/schema/registry.ts';
import { actorFor, findPersonBySlack } from '../../src/people/find-person.ts';
import { aPolicy, refusal, start, useBench } from './fixture.ts';

/** Every way in which somebody might agree to their own wish; each is refused with the reason, and the attempt audited. */
describe('self-approval', () => {
  const bench = useBench();
  const engineer = { roles: ['engineer' as const], teams: ['network-operations'] };
  const engineersOnly = () =>
    bench.policy({
      seats: { engineering: { words: 'engineering', phrase: 'an engineer of the team', who: { role: 'engineer' } } },
    });

  /** What was tried stands in the chain, and the request is as open as before. */
  async function expectAttempt(requestId: string, by: string, sentence: string): Promise<void> {
    const attempts = await bench.entries('approvals.refused');
    expect(attempts.at(-1)).toMatchObject({ subject: `request:${requestId}`, actor: { id: by } });
    expect(attempts.at(-1)?.detail).toMatchObject({ requestId, sentence });
    const view = await readRequest(bench.system(start), requestId);
    expect(view.state).toBe('open');
    expect(view.seats.flatMap((one) => one.votes).filter((one) => one.personId === by)).toEqual([]);
  }

  it('by pressing Approve on one’s own request', async () => {
    const id = await bench.request('tom');
    const { code, message } = await refusal(bench.vote('tom', id));
    expect([code, message]).toEqual(['forbidden', 'You cannot decide on this: you made this request. Somebody else must.']);
    await expectAttempt(id, 'tom', message);
  });

  it('by a second workspace account of the same person', async () => {
    await bench.database.db.insert(personAccount).values({ slackTeamId: 'T0OTHER', slackUserId: 'U0TOM2', personId: 'tom' });
    const id = await bench.request('tom');
    const person = await findPersonBySlack(bench.system(start), 'T0OTHER', 'U0TOM2');
    expect(person?.id).toBe('tom');
    const ctx = { ...bench.system(start), actor: actorFor(person!) };
    const { message } = await refusal(castVote(ctx, { requestId: id, decision: 'approve', revision: 1 }));
    expect(message).toContain('you made this request');
    await expectAttempt(id, 'tom', message);
  });

  it('by voting twice, once from each account', async () => {
    await bench.database.db.insert(personAccount).values({ slackTeamId: 'T0OTHER', slackUserId: 'U0TOM2', personId: 'tom' });
    await bench.policy({
      seats: { engineering: { words: 'engineering', phrase: 'an engineer', who: { role: 'engineer' }, count: 2 } },
    });
    const id = await bench.request();
    await bench.vote('tom', id);
    const actor = actorFor((await findPersonBySlack(bench.system(start), 'T0OTHER', 'U0TOM2'))!);
    const { message } = await refusal(
      castVote({ ...bench.system(start), actor }, { requestId: id, decision: 'approve', revision: 2 }),
    );
    expect(message).toContain('agreed already');
    expect((await readRequest(bench.system(start), id)).state).toBe('open');
  });

  it('by having built the version', async () => {
    await bench.database.db.update(modelVersion).set({ builtById: 'lena' }).where(eq(modelVersion.number, 3));
    const id = await bench.request();
    const { message } = await refusal(bench.vote('lena', id));
    expect(message).toContain('you built version 3');
    await expectAttempt(id, 'lena', message);
  });

  it('by having registered the version, where nobody says who built it', async () => {
    await bench.database.db
      .update(modelVersion)
      .set({ builtById: null, registeredById: 'lena' })
      .where(eq(modelVersion.number, 3));
    const id = await bench.request();
    expect((await refusal(bench.vote('lena', id))).message).toContain('you built version 3');
  });

  it('by having registered the version and named somebody else as its builder afterwards', async () => {
    await bench.database.db.update(modelVersion).set({ registeredById: 'lena' }).where(eq(modelVersion.number, 3));
    const id = await bench.request();
    const { message } = await refusal(bench.vote('lena', id));
    expect(message).toContain('you registered version 3');
    await expectAttempt(id, 'lena', message);
  });

  it('by having the decision handed to oneself', async () => {
    const id = await bench.request('tom');
    const { message } = await refusal(delegateVote(await bench.as('lena'), { requestId: id, to: 'tom' }));
    expect(message).toContain('made this request');
    await expectAttempt(id, 'lena', message);
  });

  it('by a delegate of a delegate', async () => {
    const id = await bench.request('tom');
    await delegateVote(await bench.as('lena'), { requestId: id, to: 'marcus' });
    const { message } = await refusal(delegateVote(await bench.as('marcus'), { requestId: id, to: 'tom' }));
    expect(message).toContain('nobody can delegate this decision to them');
    await expectAttempt(id, 'marcus', message);
  });

  it('by handing one’s own seat to a friend', async () => {
    const id = await bench.request('tom');
    const { message } = await refusal(delegateVote(await bench.as('tom'), { requestId: id, to: 'marcus' }));
    expect(message).toContain('you made this request');
    await expectAttempt(id, 'tom', message);
    expect((await refusal(bench.vote('marcus', id))).code).toBe('forbidden');
  });

  it('by being a deputy of whoever must agree', async () => {
    await bench.deputy('dana', 'priya');
    const id = await bench.request('priya');
    const { message } = await refusal(bench.vote('priya', id));
    expect(message).toContain('you made this request');
    await expectAttempt(id, 'priya', message);
  });

  it('by one’s own deputy', async () => {
    await engineersOnly();
    await bench.deputy('tom', 'marcus');
    const id = await bench.request('tom');
    const { message } = await refusal(bench.vote('marcus', id));
    expect(message).toContain('for Tom, who made this request');
    await expectAttempt(id, 'marcus', message);
  });

  it('by being a deputy of oneself', async () => {
    await bench.person('erik', engineer);
    await bench.deputy('tom', 'tom');
    await bench.policy({
      seats: { engineering: { words: 'engineering', phrase: 'an engineer', who: { role: 'engineer' }, count: 2 } },
    });
    const id = await bench.request();
    await bench.vote('tom', id);
    const { message } = await refusal(bench.vote('tom', id));
    expect(message).toContain('agreed already');
    expect((await readRequest(bench.system(start), id)).state).toBe('open');
    const own = await bench.request('tom', { clientKey: 'own' }, '2001-06-18T15:00:00Z');
    expect((await refusal(bench.vote('tom', own, {}, '2001-06-18T15:00:00Z'))).message).toContain('you made this request');
  });

  it('by a role given after the request was made', async () => {
    const id = await bench.request();
    await bench.person('marcus', { roles: ['engineer'], teams: ['network-operations'] });
    const { message } = await refusal(bench.vote('marcus', id));
    expect(message).toBe('You were given this part after the request was made, so you cannot decide on it.');
    await expectAttempt(id, 'marcus', message);
  });

  it('by a deputy named after the request was made', async () => {
    const id = await bench.request();
    await bench.deputy('dana', 'marcus');
    const { message } = await refusal(bench.vote('marcus', id));
    expect(message).toContain('named after the request was made');
    await expectAttempt(id, 'marcus', message);
  });

  it('by letting a colleague ask again for what one had withdrawn', async () => {
    await bench.person('erik', engineer);
    const first = await bench.request('tom');
    await withdrawRequest(await bench.as('tom'), { requestId: first });
    const again = await bench.request('lena');
    const { message } = await refusal(bench.vote('tom', again));
    expect(message).toContain('asked for the same in request 1');
    await expectAttempt(again, 'tom', message);
  });

  it('by an emergency that a colleague declares for what one had withdrawn earlier', async () => {
    await bench.person('erik', engineer);
    const first = await bench.request('tom');
    await withdrawRequest(await bench.as('tom'), { requestId: first });
    const later = '2001-06-19T14:00:00Z';
    const again = await bench.request('lena', { breakGlass: true }, later);
    const { message } = await refusal(bench.vote('tom', again, { typed: 'flight-delay 3' }, later));
    expect(message).toContain('asked for the same in request 1');
  });

  it('by a service’s token, which is nobody', async () => {
    const id = await bench.request('tom');
    const actor = { kind: 'service' as const, id: 'token:ci', name: 'CI', scopes: ['approvals.vote'] };
    const { message } = await refusal(
      castVote({ ...bench.system(start), actor }, { requestId: id, decision: 'approve', revision: 1 }),
    );
    expect(message).toBe('Only a person can decide on a request.');
    await expectAttempt(id, 'token:ci', message);
  });

  it('by agreeing to a change that gives oneself a role', async () => {
    await bench.person('tom', { roles: ['operator', 'engineer'] });
    await bench.person('olaf', { roles: ['operator'] });
    const { requestId } = await write(await bench.as('tom'), (w) =>
      requestConfiguration(w, {
        changes: ['+ person grace: role admin'],
        payload: {},
        policy: 'configuration',
        concerned: ['grace'],
      }),
    );
    const { message } = await refusal(bench.vote('grace', requestId));
    expect(message).toContain('you would have your own rights changed by it');
    await expectAttempt(requestId, 'grace', message);
    expect((await refusal(bench.vote('tom', requestId))).message).toContain('you made this request');
    expect((await bench.vote('olaf', requestId)).state).toBe('approved');
  });

  it('by letting a colleague ask again for the same change of roles', async () => {
    await bench.person('olaf', { roles: ['operator'] });
    const ask = async (by: string) =>
      write(await bench.as(by), (w) =>
        requestConfiguration(w, { changes: ['+ person marcus: role admin'], payload: { hash: 'a' }, policy: 'configuration' }),
      );
    const { requestId: first } = await ask('tom');
    await withdrawRequest(await bench.as('tom'), { requestId: first });
    const { requestId } = await ask('olaf');
    expect((await refusal(bench.vote('tom', requestId))).message).toContain('asked for the same in request 1');
  });

  it('by an emergency: it still takes another person', async () => {
    const id = await bench.request('tom', { breakGlass: true });
    const typed = 'flight-delay 3';
    const { message } = await refusal(bench.vote('tom', id, { typed }));
    expect(message).toContain('you made this request');
    await expectAttempt(id, 'tom', message);
    expect((await bench.vote('lena', id, { typed })).state).toBe('approved');
  });

  it('under any policy: none can be written that lets the requester decide', async () => {
    await bench.policy({ seats: { any: { words: 'business', phrase: 'Tom', who: { people: ['tom', 'lena'] } } } });
    const id = await bench.request('tom');
    expect((await refusal(bench.vote('tom', id))).code).toBe('forbidden');
    expect(Object.keys(aPolicy())).not.toContain('allowSelfApproval');
  });
});
