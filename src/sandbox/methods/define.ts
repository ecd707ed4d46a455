import { z } from 'zod';
import type { Delivery } from '../deliver.ts';
import { Refusal } from '../refusal.ts';
import type { Sockets } from '../sockets.ts';
import type { Workspace } from '../workspace.ts';

export interface World {
  workspace: Workspace;
  delivery: Delivery;
  /** The app's connections; undefined while Socket Mode is off. */
  sockets: Sockets | undefined;
}

export interface Call extends World {
  /** Absolute URL of the mount point as the caller sees it, without a slash at the end. */
  base: string;
}

export interface Method {
  /** Any one of them will do; none needed when empty. */
  scopes: readonly string[];
  /** Called with an app-level token instead of the bot's. */
  forApp: boolean;
  perMinute: number;
  /** About one a second and channel instead of a budget a minute. */
  perChannel: boolean;
  args: z.ZodObject;
  run: (call: Call, args: unknown) => Record<string, unknown>;
}

/** Slack's rate-limit tiers, requests a minute (docs.slack.dev/apis/web-api/rate-limits). */
export const tier = { two: 20, three: 50, four: 100 } as const;

/** Arguments are strict: one that the method does not document is refused. */
export function method<Shape extends z.ZodRawShape>(spec: {
  scopes?: readonly string[];
  forApp?: boolean;
  perMinute: number;
  perChannel?: boolean;
  args: Shape;
  run(call: Call, args: z.infer<z.ZodObject<Shape>>): Record<string, unknown>;
}): Method {
  return {
    scopes: spec.scopes ?? [],
    forApp: spec.forApp ?? false,
    perMinute: spec.perMinute,
    perChannel: spec.perChannel ?? false,
    args: z.strictObject(spec.args),
    run: (call, args) => spec.run(call, args as z.infer<z.ZodObject<Shape>>),
  };
}

export function requireScope(workspace: Workspace, scope: string): void {
  if (!workspace.scopes.has(scope)) {
    throw new Refusal('missing_scope', { needed: scope, provided: [...workspace.scopes].join(',') });
  }
}

/** Objects arrive as JSON text in urlencoded bodies. */
export const json = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);
export const flag = z.preprocess(
  (value) => (value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value),
  z.boolean(),
);
export const count = (max: number, fallback: number) => z.coerce.number().int().min(1).max(max).default(fallback);
export const tsArg = z.string().regex(/^\d{1,12}\.\d{6}$/, 'must be a ts such as 992876400.000100');
