import { isIPv4 } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOf, assertAddressable, chooseLan, macAddresses } from './addresses.ts';

test('every machine of a deployment has addresses of its own', () => {
  const ids = Array.from({ length: 254 }, (_, index) => index + 1);
  expect(ids.map(addressOf).every(isIPv4)).toBe(true);
  const macs = ids.map(macAddresses).flatMap(({ lan, management }) => [lan, management]);
  expect(new Set(macs).size).toBe(macs.length);
  for (const mac of macs) expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
  expect(() => assertAddressable(254)).not.toThrow();
  expect(() => assertAddressable(255)).toThrow('255 nodes do not fit');
});

test('a network is a private multicast group at a port that may be used', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12, maxLength: 12 }), fc.nat(), (identifier, moment) => {
      const { group, port } = chooseLan(identifier, moment);
      expect(isIPv4(group)).toBe(true);
      expect(group).toMatch(/^239\./);
      expect(port).toBeGreaterThanOrEqual(20_000);
      // Below the ports that Linux gives to programs that do not care.
      expect(port).toBeLessThan(32_768);
    }),
  );
});
