import { describedRoutes } from '../../src/http/api-routes.ts';
import { applyAs } from '../../src/commands/apply-request.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import type { OperationDeps } from '../../src/http/operation-deps.ts';
import type { Db } from '../../src/db/db.ts';
import { authenticate, createToken, type TokenInput } from '../../src/people/tokens.ts';
import type { Permission } from '../../src/shared/access.ts';
import { silentLog } from '../../src/shared/log.ts';
import { start, useBench, type Bench } from '../approvals/fixture.ts';
import { startHttp } from './fixtures.ts';

const operations = (db: () => Db): OperationDeps => ({
  applyAs: (ctx, wish) => applyAs(ctx, { ...wish, path: '/srv/leeway/leeway.yml' }),
  verifyAudit: () => verifyAudit({ db: db() }),
  anchors: async () => [],
});
export const routes = describedRoutes(
  operations(() => {
    throw new Error('only described');
  }),
);

interface Sent {
  /** A bearer token; none where absent. */
  token?: string;
  /** Sent as JSON, a text as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}
export interface Got {
  status: number;
  body: Record<string, unknown>;
  error: { code: string; message: string; field?: string; hint?: string; problems?: { field: string; sentence: string }[] };
  headers: Headers;
}

export interface Api extends Bench {
  /** Calls a route; whatever succeeds must have the shape that the route documents. */
  call(method: 'GET' | 'POST' | 'PUT', path: string, sent?: Sent): Promise<Got>;
  /** A token of a person's own. */
  own(personId: string, ...scopes: Permission[]): Promise<string>;
  service(...scopes: Permission[]): Promise<string>;
}

/** The app's routes on a real database, at one instant of domain time. */
export function useApi(): Api {
  const bench = useBench();
  const request = () => {
    const { db } = bench.database;
    return startHttp({
      ...operations(() => db),
      apiCaller: async (bearer) => {
        const { actor, scopes } = await authenticate({ db }, bearer);
        return { ctx: { db, actor, now: new Date(start), log: silentLog }, scopes };
      },
    });
  };
  return Object.assign(Object.create(bench) as Bench, {
    async call(method: 'GET' | 'POST' | 'PUT', path: string, { token, body, headers = {} }: Sent = {}): Promise<Got> {
      const response = await request()(`/api/v1${path}`, {
        method,
        headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const json = (await response.json()) as Got['body'] & Pick<Got, 'error'>;
      if (response.ok) assertDocumented(method, path, response.status, json);
      return { status: response.status, body: json, error: json.error, headers: response.headers };
    },
    async own(personId: string, ...scopes: Permission[]) {
      return (await createToken(await bench.as(personId), { name: 'laptop', for: 'self', scopes })).token;
    },
    async service(...scopes: Permission[]) {
      const wish: TokenInput = { name: 'ci', for: 'service', scopes };
      return (await createToken(await bench.as('tom'), wish)).token;
    },
  });
}

function assertDocumented(method: string, path: string, status: number, body: unknown): void {
  const [plain] = path.split('?');
  const route = routes.find((one) => one.method.toUpperCase() === method && pattern(one.path).test(`/api/v1${plain}`));
  const schema = route?.answers[status as 200 | 201];
  if (!schema) throw new Error(`${method} ${path} answered ${status}, which is documented nowhere`);
  schema.parse(body);
}

const pattern = (path: string) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
