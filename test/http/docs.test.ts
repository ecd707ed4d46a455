import { describe, expect, it } from 'vitest';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { exampleOf, fieldsOf, sayType } from '../../src/http/docs-schema.ts';
import { routes } from './api-fixture.ts';
import { startHttp } from './fixtures.ts';

describe('/docs', () => {
  it('shows every call with its scopes and an example, and needs nothing from elsewhere', async () => {
    const response = await startHttp()('/docs');
    const text = await response.text();
    for (const { method, path, scopes } of routes) {
      const anchor = `${method} ${path}`.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
      const [, section = ''] = text.split(`id="${anchor}"`);
      expect(section).toContain(path);
      expect(section.slice(0, section.indexOf('</section>'))).toContain(`Scope: ${scopes.join(', ')}.`);
      expect(section.slice(0, section.indexOf('</section>'))).toContain('curl -sS');
    }
    expect(text).not.toMatch(/<script|<link|<img|@import|url\(|src=/);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('explains each way of being refused by its code', async () => {
    const text = await (await startHttp()('/docs')).text();
    for (const code of ['invalid', 'too-large', 'unsupported', 'too-many', 'unavailable'])
      expect(text).toContain(`<code>${code}</code>`);
  });
});

describe('a schema in words', () => {
  const schemas = { Unit: { type: 'object', properties: { unit: { type: 'string' } }, required: ['unit'] } };
  const schema = {
    type: 'object',
    properties: {
      count: { type: 'integer', minimum: 1, maximum: 5 },
      metrics: { type: 'array', items: { $ref: '#/components/schemas/Unit' } },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    },
    required: ['count', 'metrics'],
  };

  it('names each field by its path', () => {
    expect(fieldsOf(schema, schemas)).toEqual([
      { path: 'count', type: 'whole number', required: true, about: 'At least 1. At most 5.' },
      { path: 'metrics', type: 'list of object', required: true, about: '' },
      { path: 'metrics[].unit', type: 'text', required: true, about: '' },
      { path: 'note', type: 'text or null', required: false, about: '' },
    ]);
  });

  it('has an example with what must be there', () => {
    expect(exampleOf(schema, schemas)).toEqual({ count: 1, metrics: [{ unit: '…' }] });
    expect(sayType({ enum: ['a', 'b'] }, {})).toBe('"a", "b"');
  });
});

describe('too many calls', () => {
  const actor = { ...systemActor('test'), kind: 'system' as const };
  const good = async () => ({
    ctx: { db: undefined as never, actor, now: new Date(), log: silentLog },
    scopes: [],
  });
  const call = { headers: { authorization: 'Bearer x' } };

  it('of one token are refused with when to come again', async () => {
    const request = startHttp({ apiCaller: good });
    for (let i = 0; i < 600; i++) expect((await request('/api/v1/models', call)).status).toBe(403);
    const response = await request('/api/v1/models', call);
    expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(await response.json()).toMatchObject({ error: { code: 'too-many' } });
  });

  it('with tokens that are not good slow down only the address that they come from', async () => {
    const bad = () => Promise.reject(new LeewayError('unauthenticated', 'The token is unknown.'));
    const request = startHttp({ apiCaller: bad });
    for (let i = 0; i < 60; i++) expect((await request('/api/v1/models', call)).status).toBe(401);
    expect((await request('/api/v1/models', call)).status).toBe(429);
    expect((await request('/api/v1/models', call, '10.0.0.9')).status).toBe(401);
  });

  it('are forgiven after a minute', () => {
    const limit = createRateLimit(2);
    expect([limit.take('a', 0), limit.take('a', 0), limit.take('a', 30_000), limit.take('b', 30_000)]).toEqual([
      undefined,
      undefined,
      30,
      undefined,
    ]);
    expect(limit.take('a', 60_000)).toBeUndefined();
  });
});
