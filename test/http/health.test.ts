import { describe, expect, it } from 'vitest';
import { LeewayError } from '../../src/shared/errors.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';
import { startHttp } from './fixtures.ts';

const broken = () => Promise.reject(new Error('connect ECONNREFUSED db.internal:5432'));

describe('/healthz', () => {
  it('answers while nothing else works', async () => {
    const response = await startHttp({ pingDatabase: broken, queueStarted: () => false })('/healthz');
    expect(response.status).toBe(200);
  });
});

describe('/readyz', () => {
  it('is ready when database and queue are', async () => {
    const response = await startHttp()('/readyz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('names every reason without the driver’s own words', async () => {
    const response = await startHttp({ pingDatabase: broken, queueStarted: () => false })('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not ready',
      reasons: ['The database cannot be reached.', 'The queue has not started.'],
    });
  });

  it('says that the disk is full', async () => {
    const full = () => Promise.reject(Object.assign(new Error('could not extend file'), { code: '53100' }));
    const response = await startHttp({ pingDatabase: full })('/readyz');
    expect(await response.json()).toMatchObject({ reasons: ['The disk is full.'] });
  });

  it('does not wait for a database that hangs', async () => {
    const response = await startHttp({ pingDatabase: () => new Promise(() => {}), pingTimeoutMs: 20 })('/readyz');
    expect(await response.json()).toMatchObject({ reasons: ['The database did not answer within 0.02 s.'] });
  });
});

describe('an error', () => {
  const codes: [ErrorCode, number][] = [
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
    ['unavailable', 503],
  ];
  it('of a full disk is status 503 and calls nobody to report a fault', async () => {
    const cause = Object.assign(new Error('could not extend file'), { code: '53100' });
    const request = startHttp({ verifyAudit: () => Promise.reject(new Error('Failed query: insert', { cause })) });
    const response = await request('/api/v1/audit/verify', { headers: { authorization: 'Bearer a-local-secret' } });
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { error: { code: 'unavailable', message: 'My disk is full, so this was not done.' } },
    ]);
  });

  it('of a database that is away is status 503 too, with one warning and no fault to report', async () => {
    const logged: object[] = [];
    const hear = (entry: object) => void logged.push(entry);
    const log = { ...silentLog, warn: hear, error: hear } as unknown as typeof silentLog;
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const request = startHttp({ log, verifyAudit: () => Promise.reject(new Error('Failed query: select', { cause })) });
    const response = await request('/api/v1/audit/verify', { headers: { authorization: 'Bearer a-local-secret' } });
    expect([response.status, await response.json()]).toMatchObject([503, { error: { code: 'unavailable' } }]);
    expect(logged).toMatchObject([{ code: 'database-away', path: '/api/v1/audit/verify' }]);
  });

  it.each(codes)('of code %s is status %i and says field and hint', async (code, status) => {
    const request = startHttp({
      verifyAudit: () => Promise.reject(new LeewayError(code, 'It is so.', { field: 'thing', hint: 'Try this.' })),
    });
    const response = await request('/api/v1/audit/verify', { headers: { authorization: 'Bearer a-local-secret' } });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code, message: 'It is so.', field: 'thing', hint: 'Try this.' } });
  });

  it('that nobody foresaw goes out as an id that the log knows', async () => {
    const logged: object[] = [];
    const log = { ...silentLog, error: (entry: object) => logged.push(entry) } as unknown as typeof silentLog;
    const request = startHttp({ log, verifyAudit: () => Promise.reject(new Error('password of db.internal')) });
    const response = await request('/api/v1/audit/verify', { headers: { authorization: 'Bearer a-local-secret' } });
    const body = (await response.json()) as { error: { id: string; message: string } };
    expect(response.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('password');
    expect(body.error.message).toContain(body.error.id);
    expect(logged).toEqual([expect.objectContaining({ id: body.error.id, error: 'password of db.internal' })]);
  });

  it('for an unknown address is 404', async () => {
    expect((await startHttp()('/nowhere')).status).toBe(404);
  });
});
