import type { MiddlewareHandler } from 'hono';
import type { Env } from './http-types.ts';

const localName = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const localAddress = /^(127\.|::1$|::ffff:127\.)/;

/**
 * The control API acts as anybody without asking who one is: it answers this machine only. The name in Host is checked
 * against DNS rebinding, Origin and Sec-Fetch-Site against other sites open in the same browser.
 */
export const loopbackOnly: MiddlewareHandler<Env> = async (c, next) => {
  const url = new URL(c.req.url);
  const host = c.req.header('host') ?? url.host;
  const remote = c.env?.incoming?.socket.remoteAddress;
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  if (!localName.test(name) || (remote !== undefined && !localAddress.test(remote))) {
    const message = 'The control API answers only this machine, as localhost or 127.0.0.1.';
    return c.json({ ok: false, error: 'not_loopback', message }, 403);
  }
  const foreign = (origin !== undefined && origin !== url.origin) || site === 'cross-site' || site === 'same-site';
  if (foreign) return c.json({ ok: false, error: 'cross_origin', message: 'The control API answers no other site.' }, 403);
  await next();
  return undefined;
};
