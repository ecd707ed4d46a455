import { describe, expect, it } from 'vitest';
import { aWish } from '../approvals/fixture.ts';
import { useApi } from './api-fixture.ts';

describe('asking for a promotion over REST', () => {
  const api = useApi();
  const asking = () => api.own('priya', 'approvals.request', 'approvals.read');

  it('makes the request that its card shows', async () => {
    const token = await asking();
    const { status, body, headers } = await api.call('POST', '/requests', { token, body: aWish });
    expect([status, body]).toMatchObject([201, { number: 1, state: 'open' }]);
    const where = headers.get('location')!.replace('/api/v1', '');
    const { body: request } = await api.call('GET', where, { token });
    expect(request).toMatchObject({
      number: 1,
      state: 'open',
      revision: 1,
      requester: { id: 'priya', name: 'Priya' },
      version: { number: 3 },
      replaces: { number: 1 },
      requestedAt: '2001-06-18T14:00:00.000Z',
      expiresAt: '2001-06-21T14:00:00.000Z',
      gates: [{ gate: 'costly-error', state: 'passed' }, { gate: 'typical-miss' }],
    });
    const [entry] = await api.entries('approvals.request');
    expect(entry).toMatchObject({ actor: { id: 'priya' }, detail: { version: 3 } });
  });

  it('with the same key gives the same request, and is refused when the key stood for another version', async () => {
    const token = await asking();
    const headers = { 'idempotency-key': 'pipeline-7' };
    const first = await api.call('POST', '/requests', { token, headers, body: aWish });
    const again = await api.call('POST', '/requests', { token, headers, body: aWish });
    expect(again.body).toEqual(first.body);
    expect(await api.entries('approvals.request')).toHaveLength(1);
    const other = await api.call('POST', '/requests', { token, headers, body: { ...aWish, version: 2 } });
    expect([other.status, other.error]).toMatchObject([409, { field: 'idempotency-key' }]);
    const empty = await api.call('POST', '/requests', { token, headers: { 'idempotency-key': 'x'.repeat(201) }, body: aWish });
    expect([empty.status, empty.error.field]).toEqual([400, 'idempotency-key']);
  });

  it('names everything that the policy asks for and was not given', async () => {
    const { reason: _reason, rollbackPlan: _plan, ...bare } = aWish;
    const { status, error } = await api.call('POST', '/requests', { token: await asking(), body: bare });
    expect([status, error.code, error.field]).toEqual([400, 'invalid', 'reason']);
    expect(error.problems).toEqual([
      { field: 'reason', sentence: 'Say why it should be done.' },
      { field: 'rollbackPlan', sentence: 'Say how it is undone if it goes wrong.' },
    ]);
  });

  it.each([
    ['a version that is no number', { version: 'three' }, 'version'],
    ['an environment with capitals', { environment: 'Production' }, 'environment'],
    ['a checklist that is no list', { checklist: 'all' }, 'checklist'],
  ])('refuses %s and names it', async (_what, wrong, field) => {
    const { status, error } = await api.call('POST', '/requests', { token: await asking(), body: { ...aWish, ...wrong } });
    expect([status, error.field]).toEqual([400, field]);
  });

  it('takes a person: a program cannot answer for it', async () => {
    const { status, error } = await api.call('POST', '/requests', { token: await api.service('approvals.request'), body: aWish });
    expect([status, error.code]).toEqual([403, 'forbidden']);
    expect(error.message).toContain('Only a person');
  });

  it('refuses who may not ask, and a place that no policy covers', async () => {
    const stranger = await api.own('olaf', 'approvals.request');
    expect((await api.call('POST', '/requests', { token: stranger, body: aWish })).status).toBe(403);
    const body = { ...aWish, environment: 'shadow' };
    expect((await api.call('POST', '/requests', { token: await asking(), body })).error.code).toBe('conflict');
  });
});

describe('requests over REST', () => {
  const api = useApi();

  it('come newest first, page by page', async () => {
    const numbers: number[] = [];
    for (const reason of ['one', 'two', 'three']) await api.request('priya', { reason });
    const token = await api.service('approvals.read');
    let after: number | null | undefined;
    for (let page = 0; page < 5 && after !== null; page++) {
      const { body } = await api.call('GET', `/requests?limit=2${after === undefined ? '' : `&after=${after}`}`, {
        token,
      });
      numbers.push(...(body['requests'] as { number: number }[]).map((one) => one.number));
      after = body['next'] as number | null;
    }
    expect(numbers).toEqual([3, 2, 1]);
  });

  it('are chosen by state, by model, and by whom they wait for', async () => {
    const old = await api.request('priya');
    const open = await api.request('tom');
    const ids = async (token: string, query: string) =>
      ((await api.call('GET', `/requests?${query}`, { token })).body['requests'] as { requestId: string }[]).map(
        (one) => one.requestId,
      );
    const tom = await api.own('tom', 'approvals.read');
    const lena = await api.own('lena', 'approvals.read');
    expect(await ids(tom, 'state=superseded,refused')).toEqual([old]);
    expect(await ids(tom, 'model=flight-delay&state=open')).toEqual([open]);
    expect(await ids(tom, 'model=another')).toEqual([]);
    expect(await ids(lena, 'waitingFor=me')).toEqual([open]);
    expect(await ids(tom, 'waitingFor=me')).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['state=done', 'state.0'],
    ['waitingFor=dana', 'waitingFor'],
    ['model=a%20b', 'model'],
    ['after=x', 'after'],
    ['colour=red', ''],
  ])('refuse ?%s and name it', async (query, field) => {
    const { status, error } = await api.call('GET', `/requests?${query}`, { token: await api.own('dana', 'approvals.read') });
    expect([status, error.code, error.field]).toEqual([400, 'invalid', field]);
  });

  it('do not wait for a program', async () => {
    const { status, error } = await api.call('GET', '/requests?waitingFor=me', { token: await api.service('approvals.read') });
    expect([status, error.field]).toEqual([400, 'waitingFor']);
  });

  it('that there are not answer 404, and 400 where it is no id', async () => {
    const token = await api.own('dana', 'approvals.read');
    expect((await api.call('GET', '/requests/0197f000-0000-7000-8000-00000000000a', { token })).status).toBe(404);
    expect((await api.call('GET', '/requests/12', { token })).error.field).toBe('id');
  });
});

describe('asking for a standing rule over REST', () => {
  const api = useApi();
  const spec = { guard: { measure: 'mae', is: 'above', limit: 25 }, grain: 'week', act: 'pause' };
  const wish = { modelId: 'flight-delay', environment: 'production', spec, reason: 'Nobody watches at night.' };

  it('makes a request that others decide on', async () => {
    const token = await api.own('priya', 'approvals.request', 'approvals.read');
    const { status, body, headers } = await api.call('POST', '/requests/standing-rules', { token, body: wish });
    expect([status, body]).toMatchObject([201, { number: 1, state: 'open' }]);
    const { body: request } = await api.call('GET', headers.get('location')!.replace('/api/v1', ''), { token });
    expect(request['changes']).toEqual([
      'If the typical miss is above 25 in 2 weeks in a row, Flight Delay in production is to pause by itself.',
    ]);
  });

  it('is refused to a token without that right, and names what is wrong with the rule', async () => {
    const reading = await api.own('priya', 'approvals.read');
    expect((await api.call('POST', '/requests/standing-rules', { token: reading, body: wish })).status).toBe(403);
    const token = await api.own('priya', 'approvals.request');
    const daily = { ...wish, spec: { ...spec, grain: 'day', guard: { ...spec.guard, limit: 'usual-range' } } };
    const { status, error } = await api.call('POST', '/requests/standing-rules', { token, body: daily });
    expect([status, error.message]).toMatchObject([400, expect.stringContaining('known for weeks only')]);
  });
});
