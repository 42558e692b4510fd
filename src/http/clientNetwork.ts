import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import { type Clock, isoDay } from '#src/domain/clock.ts';
import type { Ids } from '#src/domain/ids.ts';

/** What the server looks at to tell where a request comes from. */
export interface RequestOrigin {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Gives each client network a name that says nothing: addresses are neither stored nor logged. */
export interface ClientNetworks {
  keyOf(request: RequestOrigin): string;
}

export interface ClientNetworkOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** How many proxies of ours stand in front and append to `X-Forwarded-For`. 0: the header is ignored. */
  readonly trustedProxyHops: number;
}

/** Names networks by HMAC with a random key that lives for one day (UTC) and only in memory. */
export function createClientNetworks({ clock, ids, trustedProxyHops }: ClientNetworkOptions): ClientNetworks {
  let day = '';
  // An object, not the bytes: given bytes, Node 24 throws and catches inside for every hash.
  let key: KeyObject | undefined;
  return {
    keyOf(request) {
      const today = isoDay(clock.now());
      if (today !== day || key === undefined) {
        day = today;
        key = createSecretKey(ids.bytes(32));
      }
      const network = networkOf(readAddress(request, trustedProxyHops));
      return createHmac('sha256', key).update(network).digest('base64url').slice(0, 22);
    },
  };
}

function readAddress(request: RequestOrigin, hops: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (hops === 0) return direct;
  const header = request.headers['x-forwarded-for'];
  const chain = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map((entry) => entry.trim());
  // The last entry was written by the proxy next to us, the one before it by the next further out, and so on: what
  // stands left of our proxies was written by the client and is worth nothing.
  const entry = chain[Math.max(0, chain.length - hops)] ?? '';
  const address = entry.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIP(address) === 0 ? direct : address;
}

/** The /32 of an IPv4 address, the /56 of an IPv6 address (what a provider gives to one household), as text. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(gap).fill('0'), ...right].slice(0, 4);
  const [a = 0, b = 0, c = 0, d = 0] = groups.map((group) => Number.parseInt(group, 16));
  return `${[a, b, c, d & 0xff00].map((group) => group.toString(16)).join(':')}::/56`;
}
