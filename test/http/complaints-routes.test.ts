import { expect, it } from 'vitest';
import { useApi } from './api-fixture.ts';

const api = useApi();
const one = { modelId: 'flight-delay', week: '2001-06-11', count: 37 };

it('takes a count from a program, and gives it back with its facts', async () => {
  const token = await api.service('complaints.count', 'facts.read');
  const sent = await api.call('POST', '/complaints', { token, body: one });
  expect(sent).toMatchObject({ status: 200, body: { counts: [{ week: '2001-06-11', segment: '', count: 37, outside: false }] } });
  const read = await api.call('GET', '/complaints?model=flight-delay&week=2001-06-13', { token });
  expect(read.body).toMatchObject({ weeks: [{ now: { value: 37, measure: 'complaints' }, before: null, low: null }] });
});

it('takes a table, all of it or none', async () => {
  const token = await api.own('marcus', 'complaints.count');
  const table = (text: string) =>
    api.call('POST', '/complaints/table', { token, body: text, headers: { 'content-type': 'text/csv' } });
  const good = 'model,week,count,segment\nflight-delay,2001-06-11,12,ORD\nflight-delay,2001-06-04,9,ORD';
  expect((await table(good)).body).toMatchObject({ counts: [{ week: '2001-06-04' }, { week: '2001-06-11', segment: 'ORD' }] });
  expect(await table(good.replace('2001-06-04', '4.6.2001'))).toMatchObject({
    status: 400,
    error: { message: /Line 3/, field: 'csv' },
  });
  expect(await table('model;when\nx;y')).toMatchObject({ status: 400, error: { message: /does not name week/ } });
  expect(await table(`model,week,count\n${'a,2001-06-11,1\n'.repeat(10_000)}`)).toMatchObject({ error: { code: 'too-large' } });
});

it.each([
  ['an unknown model', { ...one, modelId: 'flight-dely' }, 404],
  ['a week to come', { ...one, week: '2001-07-02' }, 400],
  ['a count that is none', { ...one, count: 'many' }, 400],
  ['no counts', { counts: [] }, 400],
])('refuses %s', async (_what, body, status) => {
  const token = await api.service('complaints.count');
  expect((await api.call('POST', '/complaints', { token, body })).status).toBe(status);
});

it('needs a token that may count', async () => {
  expect((await api.call('POST', '/complaints', { body: one })).status).toBe(401);
  expect((await api.call('POST', '/complaints', { token: await api.service('facts.read'), body: one })).status).toBe(403);
});
