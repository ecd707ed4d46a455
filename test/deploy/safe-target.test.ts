import { describe, expect, it } from 'vitest';
import { checkTarget, isPublic } from '../../src/deploy/safe-target.ts';

const to =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const check = (url: string, allowHosts: string[] = [], ...addresses: string[]) =>
  checkTarget(new URL(url), allowHosts, to(...addresses));

describe('the address of a webhook', () => {
  it.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111'])('may be %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['169.254.169.254', 'metadata'],
    ['100.100.100.200', 'metadata behind carrier NAT'],
    ['0.0.0.0', 'this machine'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['::1', 'loopback'],
    ['::', 'this machine'],
    ['fe80::1', 'link-local'],
    ['fd00:ec2::254', 'metadata'],
    ['::ffff:10.0.0.1', 'private, mapped'],
    ['::ffff:7f00:1', 'loopback, mapped'],
    ['64:ff9b::7f00:1', 'loopback through NAT64'],
    ['2002:7f00:1::', 'loopback through 6to4'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['ff02::1', 'multicast'],
    ['not an address', 'nonsense'],
  ])('may not be %s (%s)', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it('is the one that was resolved', async () => {
    expect(await check('https://ci.example/hook', [], '93.184.216.34')).toEqual({ address: '93.184.216.34', family: 4 });
  });

  it('is refused when one of several is private', async () => {
    await expect(check('https://ci.example/', [], '93.184.216.34', '10.0.0.1')).rejects.toThrow(
      'leads to 10.0.0.1, which is no public address',
    );
  });

  it.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://017700000001/',
  ])('is refused as %s, however it is written', async (url) => {
    await expect(check(url)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is refused without TLS and with a password in it', async () => {
    await expect(check('http://ci.example/', [], '93.184.216.34')).rejects.toThrow('does not use https');
    await expect(check('https://me:pw@ci.example/', [], '93.184.216.34')).rejects.toThrow('carries a name or password');
  });

  it('may be private, and without TLS, where the host is listed', async () => {
    expect(await check('http://CI.internal/', ['ci.internal'], '10.0.0.1')).toEqual({ address: '10.0.0.1', family: 4 });
    await expect(check('http://ci.internal.evil.example/', ['ci.internal'], '10.0.0.1')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('is unavailable, to be tried again, where the name cannot be resolved', async () => {
    const failing = async () => Promise.reject(new Error('SERVFAIL'));
    await expect(checkTarget(new URL('https://ci.example/'), [], failing)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(check('https://ci.example/', [])).rejects.toMatchObject({ code: 'unavailable' });
  });
});
