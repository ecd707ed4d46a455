import { lookup as dnsLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { LeewayError } from '../shared/errors.ts';

export interface Address {
  address: string;
  family: number;
}
export type Resolve = (host: string) => Promise<Address[]>;

const resolveAll: Resolve = (host) => dnsLookup(host, { all: true });

/** Networks that are nobody's public server: IANA's special-purpose registries (RFC 6890), and clouds' metadata within them. */
const special4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Only global unicast is public; of it, what carries another address inside (NAT64, Teredo, 6to4) or documents is not. */
const special6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [net, prefix] of special4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of special6) blocked.addSubnet(net, prefix, 'ipv6');
const unicast6 = new BlockList();
unicast6.addSubnet('2000::', 3, 'ipv6');

export const isPublic = (address: string): boolean =>
  isIP(address) === 6
    ? unicast6.check(address, 'ipv6') && !blocked.check(address, 'ipv6')
    : isIP(address) === 4 && !blocked.check(address, 'ipv4');

/**
 * The address that a webhook is to be connected to. Resolved here, once, and the connection goes to what was checked: a
 * name that is answered otherwise the next time gains nothing. Throws `forbidden` for a private address or a connection
 * without TLS where the host is not in `allowHosts`, `unavailable` where the name cannot be resolved.
 */
export async function checkTarget(target: URL, allowHosts: readonly string[], resolve: Resolve = resolveAll): Promise<Address> {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const allowed = allowHosts.some((one) => one.toLowerCase() === host.toLowerCase());
  if (target.username || target.password) throw refused('carries a name or password; take them out: orders are signed');
  if (target.protocol !== 'https:' && !allowed) throw refused(`does not use https, and ${host} is not in allowHosts`);
  const addresses = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolved(host, resolve);
  // One private address among several is enough: which of them would be taken is chance.
  const hidden = addresses.find(({ address }) => !isPublic(address));
  if (hidden && !allowed)
    throw refused(`leads to ${hidden.address}, which is no public address, and ${host} is not in allowHosts`);
  return addresses[0]!;
}

async function resolved(host: string, resolve: Resolve): Promise<Address[]> {
  try {
    const addresses = await resolve(host);
    if (addresses.length > 0) return addresses;
  } catch (cause) {
    throw new LeewayError('unavailable', `The name ${host} cannot be resolved.`, { field: 'webhook.url', cause });
  }
  throw new LeewayError('unavailable', `The name ${host} has no address.`, { field: 'webhook.url' });
}

const refused = (why: string) =>
  new LeewayError('forbidden', `The webhook was not called: its address ${why}.`, {
    field: 'webhook.url',
    hint: 'See deployers in leeway.yml.',
  });
