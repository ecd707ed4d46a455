import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../shared/errors.ts';
import type { Fault, FaultKind } from './contract.ts';
import { baseOf, cut, type Env, type SandboxContext, type SandboxHono } from './http-types.ts';
import type { Method, World } from './methods/define.ts';
import { methods } from './methods/table.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { pointer, Refusal, refusalOf } from './refusal.ts';

const maxBodyBytes = 1_000_000;
const messageBurst = 5;
const defaultTimeoutSeconds = 30;
const before: readonly FaultKind[] = [
  'rate_limited',
  'http_500',
  'cut',
  'channel_not_found',
  'token_revoked',
  'msg_blocks_too_long',
];

const after: readonly FaultKind[] = ['timeout_after_acceptance', 'cut_after_acceptance'];

/** POST /slack/api/<method>: token, method, faults, scopes, rate limit, arguments, in this order, then the method itself. */
export function slackApi(world: World): SandboxHono {
  const rates = createRateLimit(world.workspace.realNow);
  const app: SandboxHono = new Hono<Env>();
  app.post('/slack/api/:method', bodyLimit({ maxSize: maxBodyBytes }), async (c) => {
    const name = c.req.param('method');
    const { faults } = world.workspace;
    const one = faults.list().some((fault) => fault.channel !== undefined);
    const channel = one ? await channelNamed(c) : undefined;
    const broken = faultAnswer(c, faults.take(name, before, channel));
    if (broken !== undefined) return broken;
    const answer = await answerOf(world, rates, c, name);
    const lost = faults.take(name, after, channel);
    if (lost === undefined) return answer;
    if (lost.kind === 'timeout_after_acceptance')
      await pause((lost.seconds ?? defaultTimeoutSeconds) * 1000, undefined, { ref: false });
    return cut(c);
  });
  return app;
}

/** For a fault of one channel. A body that cannot be read is refused later, with its reason. */
async function channelNamed(c: SandboxContext): Promise<string | undefined> {
  const { channel } = await argumentsOf(c).catch((): Record<string, unknown> => ({}));
  return typeof channel === 'string' ? channel : undefined;
}

function faultAnswer(c: SandboxContext, fault: Fault | undefined): Response | undefined {
  if (fault === undefined) return undefined;
  if (fault.kind === 'rate_limited') return limited(c, fault.seconds ?? 1);
  if (fault.kind === 'http_500') return c.text('internal_error', 500);
  if (fault.kind === 'cut') return cut(c);
  return c.json({ ok: false, error: fault.kind });
}

const limited = (c: SandboxContext, seconds: number) =>
  c.json({ ok: false, error: 'ratelimited' }, 429, { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) });

async function answerOf(world: World, rates: RateLimit, c: SandboxContext, name: string): Promise<Response> {
  const { workspace } = world;
  try {
    const args = await argumentsOf(c);
    const token = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? args['token'];
    if (token === undefined || token === '') throw new Refusal('not_authed');
    const { botToken, appToken } = workspace.options;
    if (token !== botToken && token !== appToken) throw new Refusal('invalid_auth');
    const method = methods.get(name);
    if (method === undefined) throw new Refusal('unknown_method', { req_method: name });
    if (method.forApp !== (token === appToken)) throw new Refusal('not_allowed_token_type');
    const provided = [...workspace.scopes].join(',');
    if (method.scopes.length > 0 && !method.scopes.some((scope) => workspace.scopes.has(scope))) {
      throw new Refusal('missing_scope', { needed: method.scopes[0], provided });
    }
    const rate = workspace.options.pacing === false ? { ok: true as const } : rateOf(rates, name, method, args);
    if (!rate.ok) return limited(c, rate.retryAfterSeconds);
    // Bolt's own clients add team_id to every call; Slack takes it for tokens of an organisation.
    const { token: _, team_id: teamId, ...rest } = args;
    if (teamId !== undefined && teamId !== workspace.options.team.id) throw new Refusal('team_not_found');
    const parsed = method.args.safeParse(rest);
    if (!parsed.success) {
      throw refusalOf(
        'invalid_arguments',
        parsed.error.issues.map((issue) => ({
          message: issue.code === 'unrecognized_keys' ? `unknown argument: ${issue.keys.join(', ')}` : issue.message,
          pointer: pointer(...issue.path),
        })),
      );
    }
    const result = method.run({ ...world, base: baseOf(c) }, parsed.data);
    return c.json({ ok: true, ...result }, 200, {
      'X-OAuth-Scopes': provided,
      'X-Accepted-OAuth-Scopes': method.scopes.join(','),
    });
  } catch (error) {
    if (error instanceof Refusal) return c.json({ ok: false, error: error.error, ...error.more });
    workspace.options.log.error(
      { code: 'sandbox-call-failed', method: name, error: messageOf(error) },
      'the sandbox failed at a Web API call',
    );
    return c.json({ ok: false, error: 'fatal_error' }, 500);
  }
}

function rateOf(rates: RateLimit, name: string, method: Method, args: Record<string, unknown>) {
  return method.perChannel
    ? rates.allow(`${name} ${String(args['channel'])}`, method.perMinute, messageBurst)
    : rates.allow(name, method.perMinute, method.perMinute);
}

async function argumentsOf(c: SandboxContext): Promise<Record<string, unknown>> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]?.trim();
  const text = await c.req.text();
  if (type === 'application/x-www-form-urlencoded' || text === '') return Object.fromEntries(new URLSearchParams(text));
  if (type !== 'application/json') throw new Refusal('invalid_post_type');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  } catch {
    throw new Refusal('invalid_json');
  }
  throw new Refusal('json_not_object');
}
