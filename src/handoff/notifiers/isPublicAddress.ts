import ipaddr from 'ipaddr.js';

/** True if an IP address belongs to the public internet: not loopback, not a private or reserved network (M-13). */
export function isPublicAddress(address: string): boolean {
  // An IPv4 address in the clothes of IPv6 is judged as what it is.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
