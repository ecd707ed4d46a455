import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The key of links to editions, derived from the installation's secret so that no other use of it can stand in. */
export const linkKey = (installationSecret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', installationSecret, '', 'leeway edition link 1', 32));

export interface EditionLink {
  editionId: string;
  expiresAt: Date;
}

export type CheckedLink =
  | { kind: 'valid'; editionId: string }
  /** Signed by us, but its time is over. */
  | { kind: 'expired'; expiredAt: Date }
  | { kind: 'forged' };

const maxTokenChars = 300;
const tokenShape = /^([\w-]{1,100})\.([0-9a-z]{1,10})\.([\w-]{43})$/;

/** `<edition>.<expiry, seconds in base 36>.<HMAC-SHA-256 of both, base64url>`: stands in a path as it is. */
export function signLink(key: Uint8Array, link: EditionLink): string {
  const signed = `${link.editionId}.${Math.floor(link.expiresAt.getTime() / 1000).toString(36)}`;
  return `${signed}.${mac(key, signed).toString('base64url')}`;
}

/** Checks a token at an instant of real time. The signature is compared in constant time, before anything is believed. */
export function checkLink(key: Uint8Array, token: string, now: Date): CheckedLink {
  const [, editionId, expiry, given] = token.length > maxTokenChars ? [] : (tokenShape.exec(token) ?? []);
  if (!editionId || !expiry || !given) return { kind: 'forged' };
  const expected = mac(key, `${editionId}.${expiry}`);
  const bytes = Buffer.from(given, 'base64url');
  if (bytes.length !== expected.length || !timingSafeEqual(bytes, expected)) return { kind: 'forged' };
  const expiredAt = new Date(Number.parseInt(expiry, 36) * 1000);
  return expiredAt <= now ? { kind: 'expired', expiredAt } : { kind: 'valid', editionId };
}

const mac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();
