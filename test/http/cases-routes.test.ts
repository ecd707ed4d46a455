import { describe, expect, it } from 'vitest';
import { useApi } from './api-fixture.ts';

describe('cases over REST', () => {
  const api = useApi();
  const wish = { modelId: 'flight-delay', whatHappened: 'Gate B12 was blocked for an hour by customer Jane Doe.' };

  it('are flagged once a key by the person whose token it is, listed and read without what tells who a customer is', async () => {
    const token = await api.own('dana', 'feedback.flag', 'feedback.read');
    const headers = { 'Idempotency-Key': 'gate-1' };
    const made = await api.call('POST', '/cases', { token, headers, body: wish });
    expect([made.status, made.headers.get('location')]).toEqual([201, '/api/v1/cases/1']);
    expect(made.body).toMatchObject({ number: 1, state: 'flagged', created: true, masked: ['a name'] });
    const again = await api.call('POST', '/cases', { token, headers, body: { ...wish, whatHappened: 'Another' } });
    expect(again.body).toMatchObject({ number: 1, created: false });
    await api.call('POST', '/cases', { token, body: { ...wish, whatHappened: 'Another' } });
    const first = await api.call('GET', '/cases?of=me&limit=1', { token });
    expect(first.body).toMatchObject({ cases: [{ number: 2, flaggedById: 'dana' }], next: 2 });
    const rest = await api.call('GET', '/cases?model=flight-delay&after=2', { token });
    expect(rest.body).toMatchObject({ cases: [{ number: 1 }], next: null });
    const read = await api.call('GET', '/cases/1', { token });
    const words = 'Gate B12 was blocked for an hour by customer [name].';
    expect(read.body).toMatchObject({
      number: 1,
      events: [{ kind: 'flagged', personId: 'dana', words }],
      actions: [],
      voices: [],
    });
    expect(read.body).not.toHaveProperty('cardId');
  });

  it('wait for their owner', async () => {
    await api.call('POST', '/cases', { token: await api.own('dana', 'feedback.flag'), body: wish });
    const theirs = await api.call('GET', '/cases?waitingFor=me', { token: await api.own('dana', 'feedback.read') });
    expect(theirs.body).toMatchObject({ cases: [] });
    const all = await api.call('GET', '/cases', { token: await api.service('feedback.read') });
    const [one] = all.body['cases'] as { ownerId: string }[];
    const owners = await api.call('GET', '/cases?waitingFor=me', { token: await api.own(one!.ownerId, 'feedback.read') });
    expect(owners.body).toMatchObject({ cases: [{ number: 1, waitsFor: 'owner' }] });
  });

  it.each([
    ['an unknown model', { ...wish, modelId: 'flight-dely' }, 404, 'not-found'],
    ['no words', { ...wish, whatHappened: ' ' }, 400, 'invalid'],
    ['a week that has not come', { ...wish, period: { start: '2031-01-06', end: '2031-01-13' } }, 400, 'invalid'],
  ])('are not made of %s', async (_what, body, status, code) => {
    const got = await api.call('POST', '/cases', { token: await api.own('dana', 'feedback.flag'), body });
    expect([got.status, got.error.code]).toEqual([status, code]);
  });

  it('are flagged by no program, for somebody must get the answer; one that is not there is not found', async () => {
    const got = await api.call('POST', '/cases', { token: await api.service('feedback.flag'), body: wish });
    expect([got.status, got.error.message]).toEqual([403, 'Only a person can flag a problem: somebody must get the answer.']);
    const token = await api.service('feedback.read');
    expect((await api.call('GET', '/cases/7', { token })).error.message).toBe('There is no case 7.');
    expect((await api.call('GET', '/cases/x', { token })).status).toBe(400);
    expect((await api.call('GET', '/cases?of=me', { token })).status).toBe(400);
  });
});
