import type { Multiaddr } from '@multiformats/multiaddr';

/**
 * Peers whose addresses come cheaply to one party: an IPv4 /16, an IPv6 /32; the whole of anything else. Slots are shared out
 * by group, so that whoever rents a subnet does not get all of a node's connections.
 */
export function addressGroup(address: Multiaddr): string {
  for (const { name, value = '' } of address.getComponents()) {
    if (name === 'ip4') return value.split('.').slice(0, 2).join('.');
    if (name === 'ip6') return expand(value).slice(0, 2).join(':');
    if (name.startsWith('dns')) return value;
  }
  return address.toString();
}

/** Eight groups of hexadecimal digits without leading zeros. */
function expand(ip6: string): string[] {
  const [head = '', tail] = ip6.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.replace(/^0+(?=.)/, ''));
}
