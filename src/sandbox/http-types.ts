import type { Context, Hono } from 'hono';
import type { IncomingMessage } from 'node:http';

/** Node's request is there when a real server serves the app, not in `app.request()`. */
export interface Env {
  Bindings: { incoming?: IncomingMessage };
}
export type SandboxHono = Hono<Env>;
export type SandboxContext = Context<Env>;

/** Where the sandbox is mounted, absolute, without a slash at the end. */
export function baseOf(c: SandboxContext): string {
  const url = new URL(c.req.url);
  const mount = /^(.*?)\/(?:control|slack|assets|docs)(?:\/|$)/.exec(url.pathname)?.[1] ?? '';
  return `${url.origin}${mount}`;
}

/** Breaks the connection, as a network would: the caller gets no status. */
export function cut(c: SandboxContext): Response {
  c.env?.incoming?.socket.destroy();
  return new Response(null, { status: 502, headers: { 'x-hono-already-sent': 'true' } });
}
