import { describe, expect, it } from 'vitest';
import type { ServingAnswer } from '../../src/deploy/serving-switch.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { startHttp } from './fixtures.ts';

const answer: ServingAnswer = {
  model: 'flight-delay',
  environment: 'production',
  version: 3,
  paused: false,
  fallback: 1,
  revision: 4,
  stale: false,
  asOf: '2001-06-18T14:00:00.000Z',
};
const authorization = 'Bearer good';
const path = '/api/v1/serving/flight-delay';
const start = (more: Parameters<typeof startHttp>[0] = {}) =>
  startHttp({
    servingAnswer: (model, environment = 'production') =>
      model === 'flight-delay' && environment === 'production' ? answer : undefined,
    scopesOf: async (bearer) => {
      if (bearer === 'good') return ['serving.read'];
      if (bearer === 'other') return ['registry.read'];
      throw new LeewayError('unauthenticated', 'The token is unknown.');
    },
    ...more,
  });

describe('the serving switch over HTTP', () => {
  it('answers a token that may ask', async () => {
    const response = await start()(path, { headers: { authorization } });
    expect([response.status, await response.json()]).toEqual([200, answer]);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });

  it.each([
    ['none', {}, 401],
    ['an unknown one', { authorization: 'Bearer bad' }, 401],
    ['one without the scope', { authorization: 'Bearer other' }, 403],
  ])('refuses a token: %s', async (_which, headers, status) => {
    expect((await start()(path, { headers: headers as Record<string, string> })).status).toBe(status);
  });

  it('answers anybody where it is open', async () => {
    expect((await start({ servingAccess: 'open' })(path)).status).toBe(200);
  });

  it('says 304 while nothing has changed', async () => {
    const request = start();
    const tag = (await request(path, { headers: { authorization } })).headers.get('etag')!;
    const again = (etag: string, changed: Partial<ServingAnswer> = {}) =>
      start({ servingAnswer: () => ({ ...answer, ...changed }) })(path, { headers: { authorization, 'if-none-match': etag } });
    expect((await again(tag, { asOf: '2001-06-18T14:00:01.000Z' })).status).toBe(304);
    expect((await again(`"other", ${tag.replace('W/', '')}`)).status).toBe(304);
    for (const changed of [{ paused: true }, { version: 1 }, { fallback: null }, { revision: 5 }, { stale: true }])
      expect((await again(tag, changed)).status).toBe(200);
  });

  it('says 404 for what does not serve', async () => {
    for (const where of ['/api/v1/serving/other', `${path}?environment=staging`])
      expect((await start()(where, { headers: { authorization } })).status).toBe(404);
  });

  it('knows a good token without asking again, also when it can no longer ask', async () => {
    let asked = 0;
    const request = start({
      scopesOf: async () => {
        if (++asked > 1) throw new Error('the database is down');
        return ['serving.read'];
      },
    });
    for (let times = 0; times < 3; times++) expect((await request(path, { headers: { authorization } })).status).toBe(200);
    expect(asked).toBe(1);
    const stranger = await request(path, { headers: { authorization: 'Bearer another' } });
    expect([stranger.status, await stranger.text()]).toEqual([503, expect.not.stringContaining('is down')]);
  });
});
