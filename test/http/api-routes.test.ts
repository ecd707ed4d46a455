import { describe, expect, it } from 'vitest';
import { permissions, type Permission } from '../../src/shared/access.ts';
import { revokeToken } from '../../src/people/tokens.ts';
import { routes, useApi } from './api-fixture.ts';
import { startHttp } from './fixtures.ts';
import { tokenParts } from '../support/token-parts.ts';

const pathOf = (path: string) =>
  path
    .replace('/api/v1', '')
    .replace('{model}', 'flight-delay')
    .replace('{n}', '3')
    .replace('{id}', '0197f000-0000-7000-8000-00000000000a')
    .replace(/\{\w+\}/, 'production');
const all = routes.map((route) => ({
  name: `${route.method.toUpperCase()} ${route.path}`,
  method: route.method.toUpperCase() as 'GET' | 'POST' | 'PUT',
  path: pathOf(route.path),
  route,
}));

describe('each route of the API', () => {
  const api = useApi();

  it.each(all)('$name needs a token that is known', async ({ method, path, route }) => {
    for (const token of [undefined, 'leeway_0000000000000000_0000000000000000000000000000000000000000000', 'x']) {
      const { status, error, headers } = await api.call(method, path, token ? { token } : {});
      expect([status, error.code]).toEqual([401, 'unauthenticated']);
      expect(headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await api.call(method, path)).error.hint).toContain(route.scopes[0]);
  });

  it.each(all)('$name names the scope that a token lacks', async ({ method, path, route }) => {
    const others = (Object.keys(permissions) as Permission[]).filter((one) => !route.scopes.includes(one));
    for (const token of [await api.own('dana', ...others), await api.service(...others)]) {
      const { status, error } = await api.call(method, path, { token });
      expect([status, error.code, error.message]).toEqual([
        403,
        'forbidden',
        `The token lacks the scope ${route.scopes.join(' and ')}.`,
      ]);
    }
  });

  it('tells a program that asks for a vote that only a person’s token can have one', async () => {
    const id = '0197f000-0000-7000-8000-00000000000a';
    const call = (token: string) => api.call('POST', `/requests/${id}/votes`, { token });
    const { error } = await call(await api.service('approvals.read'));
    expect(error.hint).toBe(
      'No program can have it: somebody must answer for it. A person makes a token of their own with /leeway token in Slack.',
    );
    expect((await call(await api.own('dana', 'approvals.read'))).error.hint).toBe('Make one that has it.');
  });

  it.each(all.filter(({ route }) => route.body))('$name refuses a body beyond its bound', async ({ method, path, route }) => {
    const token = await api.own('dana', ...route.scopes);
    const body = JSON.stringify({ words: 'x'.repeat(route.maxBodyBytes ?? 100_000) });
    const { status, error } = await api.call(method, path, { token, body });
    expect([status, error.code]).toEqual([413, 'too-large']);
    expect(error.message).toMatch(/at most (100|1000|10000) kB/);
  });

  it.each(all.filter(({ route }) => route.body && route.reads !== 'text'))(
    '$name takes only JSON',
    async ({ method, path, route }) => {
      const { status, error } = await api.call(method, path, { token: await api.own('dana', ...route.scopes), body: '{' });
      expect([status, error.message]).toEqual([400, 'The body must be JSON.']);
    },
  );
});

describe('a token', () => {
  const api = useApi();

  it('that is revoked opens nothing', async () => {
    const token = await api.own('dana', 'approvals.read');
    expect((await api.call('GET', '/requests', { token })).status).toBe(200);
    await revokeToken(await api.as('dana'), { id: tokenParts(token).id });
    expect((await api.call('GET', '/requests', { token })).status).toBe(401);
  });

  it('of somebody who has left opens nothing', async () => {
    const token = await api.own('dana', 'approvals.read');
    await api.person('dana', { active: false });
    expect((await api.call('GET', '/requests', { token })).status).toBe(401);
  });

  it('gives its person no more than their roles do today', async () => {
    const token = await api.own('priya', 'registry.write');
    await api.person('priya', { roles: ['expert'] });
    const { status } = await api.call('POST', '/models/flight-delay/versions', {
      token,
      body: { artifact: 'v4.csv', artifactDigest: '4'.repeat(64) },
    });
    expect(status).toBe(403);
  });
});

describe('a call while the database does not answer', () => {
  it('is told to try again, and nothing of the database', async () => {
    const request = startHttp({
      apiCaller: async () => {
        throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
      },
    });
    const response = await request('/api/v1/requests', { headers: { authorization: 'Bearer leeway_x' } });
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain('"code":"unavailable"');
    expect(text).not.toContain('10.0.0.7');
  });
});

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { parameters: { name: string; in: string }[]; requestBody?: object; responses: object }>>;
  components: { schemas: Record<string, unknown> };
}

describe('the API’s description', () => {
  const read = async () => (await (await startHttp()('/api/v1/openapi.json')).json()) as Document;

  it('is OpenAPI 3.1 and names every route, the switch and the call-back among them', async () => {
    const { openapi, paths } = await read();
    expect(openapi).toBe('3.1.0');
    const named = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((one) => `${one.toUpperCase()} ${path}`),
    );
    expect(named.toSorted()).toEqual(
      [...all.map((one) => one.name), 'GET /api/v1/serving/{model}', 'POST /api/v1/deployments/{id}'].toSorted(),
    );
  });

  it('names every parameter of a path, and refers to nothing that is not there', async () => {
    const document = await read();
    for (const [path, methods] of Object.entries(document.paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]);
      for (const { parameters } of Object.values(methods))
        expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(names);
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((one) => one[1]!);
    expect(new Set(references)).toEqual(new Set(['Refusal', 'Request', 'Case', 'Version', 'Fact']));
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
  });

  it('says what a body is made of, word for word as it is parsed', async () => {
    const { paths } = await read();
    expect(paths['/api/v1/requests/{id}/votes']!['post']!.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            required: ['decision', 'revision'],
            additionalProperties: false,
            properties: { decision: { enum: ['approve', 'refuse'] }, checklist: { type: 'array' } },
          },
        },
      },
    });
    expect(
      Object.keys(
        (paths['/api/v1/models/{model}/versions/{n}/tests/{suite}']!['put']!.requestBody as { content: object }).content,
      ),
    ).toEqual(['application/xml', 'application/json']);
  });
});
