import { describe, expect, it } from 'vitest';
import { checkLink, linkKey, signLink } from '../../src/http/signed-link.ts';

const key = linkKey('an installation');
const expiresAt = new Date('2026-03-01T12:00:00Z');
const before = new Date('2026-03-01T11:59:59Z');
const token = signLink(key, { editionId: 'edition-1', expiresAt });

describe('a signed link', () => {
  it('opens its edition until it expires', () => {
    expect(checkLink(key, token, before)).toEqual({ kind: 'valid', editionId: 'edition-1' });
  });

  it('expires at the second that it names', () => {
    expect(checkLink(key, token, expiresAt)).toEqual({ kind: 'expired', expiredAt: expiresAt });
  });

  it('stands in a path as it is', () => {
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('is forged when any one of its characters is another', () => {
    // The last character of the signature carries two bits that mean nothing; every other one counts.
    for (let index = 0; index < token.length - 1; index++) {
      const other = token[index] === 'a' ? 'b' : 'a';
      const changed = token.slice(0, index) + other + token.slice(index + 1);
      expect(checkLink(key, changed, before), `character ${index}`).toEqual({ kind: 'forged' });
    }
  });

  it('does not open another edition, nor for longer', () => {
    const [, expiry, signature] = token.split('.');
    expect(checkLink(key, `edition-2.${expiry}.${signature}`, before).kind).toBe('forged');
    const later = signLink(key, { editionId: 'edition-1', expiresAt: new Date('2027-03-01T12:00:00Z') }).split('.')[1];
    expect(checkLink(key, `edition-1.${later}.${signature}`, before).kind).toBe('forged');
  });

  it('of another installation is forged, whether expired or not', () => {
    expect(checkLink(linkKey('another installation'), token, before).kind).toBe('forged');
    expect(checkLink(linkKey('another installation'), token, expiresAt).kind).toBe('forged');
  });

  it.each(['', '.', '..', 'x.y', `${token}x`, ` ${token}`, `${'a'.repeat(400)}.b.c`, 'a.b.\u0000'])(
    '%j is forged',
    (nonsense) => {
      expect(checkLink(key, nonsense, before)).toEqual({ kind: 'forged' });
    },
  );
});
