import { describe, expect, it } from '@jest/globals';
import { createClientNetworks, networkOf } from '#src/http/clientNetwork.ts';
import { FakeClock } from '#test/support/fakeClock.ts';
import { FakeIds } from '#test/support/fakeIds.ts';

describe('networkOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:ab12::1', '2001:db8:1:ab00::/56'],
    ['2001:db8:1:abff:1:2:3:4', '2001:db8:1:ab00::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
  ])('%s is in %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('the key of a client network', () => {
  const from = (
    remoteAddress: string,
    forwarded?: string,
  ): Parameters<ReturnType<typeof createClientNetworks>['keyOf']>[0] => ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  });
  const create = (trustedProxyHops = 0, clock = new FakeClock()): ReturnType<typeof createClientNetworks> =>
    createClientNetworks({ clock, ids: new FakeIds(), trustedProxyHops });

  it('is one for a household, says nothing of it, and changes every day', async () => {
    const clock = new FakeClock();
    const networks = create(0, clock);
    const key = networks.keyOf(from('2001:db8:1:ab12::1'));
    expect(networks.keyOf(from('2001:db8:1:abff::9'))).toBe(key);
    expect(networks.keyOf(from('2001:db8:1:bb12::1'))).not.toBe(key);
    expect(key).toMatch(/^[\w-]{22}$/);
    await clock.advance({ days: 1 });
    expect(networks.keyOf(from('2001:db8:1:ab12::1'))).not.toBe(key);
  });

  it('believes X-Forwarded-For from our own proxies only', () => {
    const direct = create(0);
    expect(direct.keyOf(from('10.0.0.1', '1.2.3.4'))).toBe(direct.keyOf(from('10.0.0.1')));

    const one = create(1);
    expect(one.keyOf(from('10.0.0.1', 'forged, 1.2.3.4'))).toBe(one.keyOf(from('1.2.3.4')));
    expect(one.keyOf(from('10.0.0.1', '9.9.9.9, 1.2.3.4:5678'))).toBe(one.keyOf(from('1.2.3.4')));
    expect(one.keyOf(from('10.0.0.1', 'nonsense'))).toBe(one.keyOf(from('10.0.0.1')));

    const two = create(2);
    expect(two.keyOf(from('10.0.0.1', 'forged, 1.2.3.4, 10.0.0.2'))).toBe(two.keyOf(from('1.2.3.4')));
  });
});
