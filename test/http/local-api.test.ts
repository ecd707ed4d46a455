import { describe, expect, it } from 'vitest';
import type { ApplyRequest } from '../../src/http/deps.ts';
import { localSecret, startHttp } from './fixtures.ts';

const authorization = `Bearer ${localSecret}`;
const body = { text: 'people: []', path: '/srv/leeway/leeway.yml', dryRun: true, prune: false, user: 'root' };
const post = (json: unknown, headers: Record<string, string> = { authorization }) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof json === 'string' ? json : JSON.stringify(json),
});

const answer = { lines: ['+ person dana'], kept: [], waiting: [], left: [], request: null, isSeparated: true };

function recording() {
  const asked: ApplyRequest[] = [];
  const apply = async (request: ApplyRequest) => {
    asked.push(request);
    return answer;
  };
  return { asked, request: startHttp({ apply }) };
}

describe('the local endpoints', () => {
  it('hand a file to apply and its answer back', async () => {
    const { asked, request } = recording();
    const response = await request('/api/v1/apply', post({ ...body, as: 'dana' }));
    expect(await response.json()).toEqual(answer);
    expect(asked).toEqual([{ ...body, as: 'dana' }]);
  });

  it('verify the audit chain', async () => {
    const response = await startHttp()('/api/v1/audit/verify', { headers: { authorization } });
    expect(await response.json()).toEqual({ whole: true, entries: 2, head: 'abc', anchors: 1 });
  });

  it.each([
    ['no secret', {}],
    ['a wrong secret', { authorization: 'Bearer a-local-secreT' }],
    ['a longer secret', { authorization: `${authorization}x` }],
    ['another scheme', { authorization: `Basic ${localSecret}` }],
  ])('refuse %s', async (_what, headers) => {
    const { asked, request } = recording();
    const response = await request('/api/v1/apply', post(body, headers as Record<string, string>));
    expect([response.status, asked]).toEqual([401, []]);
    expect((await request('/api/v1/audit/verify', { headers: headers as Record<string, string> })).status).toBe(401);
  });

  it('never answer when there is no secret to compare with', async () => {
    const response = await startHttp({ localSecret: '' })('/api/v1/audit/verify', { headers: { authorization: 'Bearer ' } });
    expect(response.status).toBe(401);
  });

  it.each(['10.0.0.7', '::ffff:192.168.1.5', '2001:db8::1', '127evil'])('refuse the address %s', async (address) => {
    const { asked, request } = recording();
    const response = await request('/api/v1/apply', post(body), address);
    expect([response.status, asked]).toEqual([403, []]);
  });

  it.each(['::1', '::ffff:127.0.0.1', '127.0.0.53'])('answer the address %s', async (address) => {
    expect((await recording().request('/api/v1/apply', post(body), address)).status).toBe(200);
  });

  it.each(['forwarded', 'x-forwarded-for'])('refuse what a proxy passed on (%s)', async (header) => {
    const response = await startHttp()('/api/v1/audit/verify', { headers: { authorization, [header]: '10.0.0.7' } });
    expect(response.status).toBe(403);
  });

  it.each([
    ['no JSON', '{', ''],
    ['a missing text', { ...body, text: undefined }, 'text'],
    ['a relative path', { ...body, path: '../leeway.yml' }, 'path'],
    ['a word for a flag', { ...body, dryRun: 'no' }, 'dryRun'],
  ])('refuse %s and name it', async (_what, json, field) => {
    const { asked, request } = recording();
    const response = await request('/api/v1/apply', post(json));
    expect([response.status, asked]).toEqual([400, []]);
    expect(((await response.json()) as { error: { field?: string } }).error.field ?? '').toBe(field);
  });

  it('refuse a file beyond 10 MB', async () => {
    const { asked, request } = recording();
    const response = await request('/api/v1/apply', post({ ...body, text: 'x'.repeat(10_000_001) }));
    expect([response.status, asked]).toEqual([413, []]);
  });
});
