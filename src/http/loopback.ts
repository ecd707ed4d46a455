import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/** A caller on this machine whom no proxy passed on. */
export const isOnThisMachine = (c: Context): boolean =>
  isLoopback(getConnInfo(c).remote.address ?? '') && !c.req.header('forwarded') && !c.req.header('x-forwarded-for');

const isLoopback = (address: string): boolean => address === '::1' || /^(::ffff:)?127\./.test(address);
