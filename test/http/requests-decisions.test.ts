import { describe, expect, it } from 'vitest';
import { readEvents } from '../../src/cards/read-card.ts';
import { requestPromotion } from '../../src/approvals/request-promotion.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { aWish } from '../approvals/fixture.ts';
import { useApi } from './api-fixture.ts';

const scopes = ['approvals.vote', 'approvals.read'] as const;
const absent = '0197f000-0000-7000-8000-00000000000a';

describe('a vote over REST', () => {
  const api = useApi();
  const voting = (id: string) => `/requests/${id}/votes`;
  const approval = { decision: 'approve', revision: 1 };

  it('counts as the person’s, and the card’s next revision shows it', async () => {
    const id = await api.request();
    const token = await api.own('dana', ...scopes);
    const { status, body } = await api.call('POST', voting(id), { token, body: approval });
    expect([status, body]).toEqual([200, { state: 'open', revision: 2 }]);
    const view = (await api.call('GET', `/requests/${id}`, { token })).body as unknown as Awaited<ReturnType<typeof readRequest>>;
    expect(view.seats.find((one) => one.seat === 'business')?.votes).toMatchObject([{ personId: 'dana', decision: 'approve' }]);
    const [entry] = await api.entries('approvals.approve');
    expect(entry).toMatchObject({ actor: { id: 'dana', account: expect.stringMatching(/^token\/[0-9a-f]{16}$/) } });
    const last = await api.call('POST', voting(id), {
      token: await api.own('tom', ...scopes),
      body: { ...approval, revision: 2 },
    });
    expect(last.body).toMatchObject({ state: 'approved' });
  });

  it('to refuse takes a reason, which ends the request', async () => {
    const id = await api.request();
    const token = await api.own('lena', ...scopes);
    const bare = await api.call('POST', voting(id), { token, body: { decision: 'refuse', revision: 1 } });
    expect([bare.status, bare.error.field]).toEqual([400, 'reason']);
    const body = { decision: 'refuse', revision: 1, reason: 'The way back was not tried.' };
    expect((await api.call('POST', voting(id), { token, body })).body).toMatchObject({ state: 'refused' });
  });

  it('brings what the policy has typed and ticked', async () => {
    const business = {
      words: 'business' as const,
      phrase: 'the business owner',
      who: { owner: 'business' as const },
      checklist: ['Customers were told'],
    };
    await api.policy({ stepUp: true, seats: { business } });
    const id = await api.request();
    const token = await api.own('dana', ...scopes);
    const unticked = await api.call('POST', voting(id), { token, body: approval });
    expect([unticked.status, unticked.error.field]).toEqual([400, 'checklist']);
    const checklist = ['Customers were told'];
    const untyped = await api.call('POST', voting(id), { token, body: { ...approval, checklist } });
    expect([untyped.status, untyped.error.field]).toEqual([400, 'typed']);
    const body = { ...approval, checklist, typed: 'flight-delay 3' };
    expect((await api.call('POST', voting(id), { token, body })).body).toMatchObject({ state: 'approved' });
  });

  it('of the requester’s own token is refused with the reason, and the attempt stands in the audit', async () => {
    const id = await api.request('tom');
    const { status, error } = await api.call('POST', voting(id), { token: await api.own('tom', ...scopes), body: approval });
    expect([status, error.code]).toEqual([403, 'forbidden']);
    expect(error.message).toBe('You cannot decide on this: you made this request. Somebody else must.');
    const [attempt] = await api.entries('approvals.refused');
    expect(attempt).toMatchObject({
      subject: `request:${id}`,
      actor: { kind: 'person', id: 'tom', account: expect.stringMatching(/^token\//) },
      detail: { decision: 'approve', sentence: error.message },
    });
    expect((await readRequest(api.system(), id)).state).toBe('open');
  });

  it('of a program is refused whatever its scopes, and the attempt stands in the audit', async () => {
    const id = await api.request();
    const { status, error } = await api.call('POST', voting(id), { token: await api.service(...scopes), body: approval });
    expect([status, error.message]).toEqual([403, 'Only a person can decide on a request.']);
    const [attempt] = await api.entries('approvals.refused');
    expect(attempt).toMatchObject({ actor: { kind: 'service', name: 'ci' }, detail: { requestId: id, code: 'forbidden' } });
  });

  it('on what has changed since is refused, saying what', async () => {
    const id = await api.request();
    await api.gate('typical-miss', 'failed');
    const { status, error } = await api.call('POST', voting(id), { token: await api.own('dana', ...scopes), body: approval });
    expect([status, error.code]).toEqual([409, 'conflict']);
    expect(error.message).toContain('changed since you looked');
  });

  it.each([
    ['no revision', { decision: 'approve' }, 'revision'],
    ['another word', { decision: 'maybe', revision: 1 }, 'decision'],
    ['a revision that nobody can have seen', { decision: 'approve', revision: 9 }, 'revision'],
    ['a hash of what was shown, which only Slack’s message has', { ...approval, shownHash: 'a'.repeat(64) }, ''],
  ])('refuses %s and names it', async (_what, body, field) => {
    const id = await api.request();
    const { status, error } = await api.call('POST', voting(id), { token: await api.own('dana', ...scopes), body });
    expect([status, error.code, error.field]).toEqual([400, 'invalid', field]);
  });

  it('on a request that there is not answers 404', async () => {
    expect((await api.call('POST', voting(absent), { token: await api.own('dana', ...scopes), body: approval })).status).toBe(
      404,
    );
  });
});

describe('other steps of a request over REST', () => {
  const api = useApi();

  it('its requester takes it back, and nobody else', async () => {
    const id = await api.request();
    const path = `/requests/${id}/withdraw`;
    const other = await api.call('POST', path, { token: await api.own('tom', 'approvals.request') });
    expect([other.status, other.error.message]).toEqual([403, 'Only whoever made a request can withdraw it.']);
    const token = await api.own('priya', 'approvals.request');
    const { status, body } = await api.call('POST', path, { token, body: { reason: 'Version 4 is better.' } });
    expect([status, body]).toEqual([200, { revision: 2 }]);
    const again = await api.call('POST', path, { token });
    expect([again.status, again.error.code]).toEqual([409, 'conflict']);
  });

  it('whoever is named as the requester at the command line confirms it, and then it can be agreed to', async () => {
    const priya = await api.as('priya');
    const claimed = { ...priya, actor: { ...priya.actor, account: 'cli/lena' } as typeof priya.actor };
    const { requestId: id } = await requestPromotion(claimed, aWish);
    const dana = await api.own('dana', 'approvals.vote', 'approvals.request', 'approvals.read');
    const vote = { token: dana, body: { decision: 'approve', revision: 1 } };
    expect((await api.call('POST', `/requests/${id}/votes`, vote)).error.message).toContain('has not confirmed yet');
    expect((await api.call('GET', `/requests/${id}`, { token: dana })).body).toMatchObject({ unconfirmed: true });
    const path = `/requests/${id}/confirmation`;
    expect((await api.call('POST', path, { token: dana, body: { asked: true } })).status).toBe(403);
    const token = await api.own('priya', 'approvals.request');
    expect((await api.call('POST', path, { token, body: { asked: true } })).body).toEqual({ state: 'open', revision: 2 });
    expect((await api.call('POST', `/requests/${id}/votes`, vote)).body).toMatchObject({ state: 'open', revision: 3 });
  });

  it('is asked about and answered in its thread', async () => {
    const id = await api.request();
    const asker = await api.own('dana', 'approvals.vote');
    expect((await api.call('POST', `/requests/${id}/questions`, { token: asker, body: { words: 'What of fog?' } })).status).toBe(
      201,
    );
    const requester = await api.own('priya', 'approvals.vote');
    const answered = await api.call('POST', `/requests/${id}/answers`, { token: requester, body: { words: 'As before.' } });
    expect(answered.body['revision']).toBe(3);
    const { cardId } = await readRequest(api.system(), id);
    const events = await readEvents(api.system(), cardId);
    expect(events.map((one) => [one.kind, one.personId])).toEqual(
      expect.arrayContaining([
        ['asked', 'dana'],
        ['answered', 'priya'],
      ]),
    );
    const empty = await api.call('POST', `/requests/${id}/questions`, { token: asker, body: {} });
    expect([empty.status, empty.error.field]).toEqual([400, 'words']);
    const program = await api.service('approvals.vote');
    expect((await api.call('POST', `/requests/${id}/questions`, { token: program, body: { words: 'Why?' } })).status).toBe(403);
  });

  it('is handed on, but never to who made it', async () => {
    const id = await api.request();
    const path = `/requests/${id}/delegations`;
    const token = await api.own('dana', 'approvals.vote');
    const toRequester = await api.call('POST', path, { token, body: { to: 'priya' } });
    expect(toRequester.status).toBe(403);
    expect(toRequester.error.message).toContain('made this request');
    expect((await api.entries('approvals.refused')).at(-1)?.detail).toMatchObject({ decision: 'delegate to priya' });
    expect((await api.call('POST', path, { token, body: { to: 'nobody' } })).error.field).toBe('to');
    expect((await api.call('POST', path, { token, body: { to: 'marcus' } })).status).toBe(201);
  });
});
