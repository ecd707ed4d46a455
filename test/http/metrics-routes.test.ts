import { describe, expect, it } from 'vitest';
import { LeewayError } from '../../src/shared/errors.ts';
import { startHttp } from './fixtures.ts';

const elsewhere = '10.0.0.7';
const token = { headers: { authorization: 'Bearer t' } };

describe('/metrics', () => {
  it('is open to the machine itself, in the format’s content type', async () => {
    const response = await startHttp()('/metrics');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  });

  it('wants a token from elsewhere, and from whoever a proxy passes on', async () => {
    expect((await startHttp()('/metrics', {}, elsewhere)).status).toBe(401);
    expect((await startHttp()('/metrics', { headers: { 'x-forwarded-for': '10.0.0.7' } })).status).toBe(401);
  });

  it('wants the scope metrics.read', async () => {
    const request = (scopes: string[]) => startHttp({ scopesOf: async () => scopes })('/metrics', token, elsewhere);
    expect([(await request(['facts.read'])).status, (await request(['metrics.read'])).status]).toEqual([403, 200]);
  });

  it('goes on answering a known token while the database is away, and no other', async () => {
    let isAway = false;
    const request = startHttp({
      scopesOf: async () => {
        if (isAway) throw new Error('connect ECONNREFUSED');
        return ['metrics.read'];
      },
    });
    expect((await request('/metrics', token, elsewhere)).status).toBe(200);
    isAway = true;
    expect((await request('/metrics', token, elsewhere)).status).toBe(200);
    expect((await request('/metrics', { headers: { authorization: 'Bearer u' } }, elsewhere)).status).toBe(503);
  });

  it('does not go on answering a token that was revoked', async () => {
    let answer = async () => ['metrics.read'];
    const request = startHttp({ scopesOf: () => answer() });
    await request('/metrics', token, elsewhere);
    answer = () => Promise.reject(new LeewayError('unauthenticated', 'revoked'));
    expect((await request('/metrics', token, elsewhere)).status).toBe(401);
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
    expect((await request('/metrics', token, elsewhere)).status).toBe(503);
  });
});

describe('an answer', () => {
  it('carries the id that its lines of the log carry', async () => {
    const response = await startHttp()('/healthz', { headers: { 'x-request-id': 'from-the-proxy-1' } });
    expect(response.headers.get('x-request-id')).toBe('from-the-proxy-1');
    expect((await startHttp()('/healthz')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has the same id as the line that says what went wrong', async () => {
    const request = startHttp({
      readEdition: () => Promise.reject(new Error('boom')),
      metrics: () => Promise.reject(new Error('boom')),
    });
    const response = await request('/metrics');
    const { error } = (await response.json()) as { error: { id: string } };
    expect([response.status, error.id]).toEqual([500, response.headers.get('x-request-id')]);
  });
});
