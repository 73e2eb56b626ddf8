/** Keys are what other programs take for keys. */
import { sign } from 'node:crypto';
import fc from 'fast-check';
import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { keyPairOf } from './ed25519.ts';

const secret = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('a key pair is read by others, its halves belong together, and it is the same each time', () => {
  fc.assert(
    fc.property(secret, fc.string({ unit: fc.constantFrom('a', ':', '-') }), (bytes, comment) => {
      const pair = keyPairOf(bytes, comment);
      const read = ssh2.utils.parseKey(pair.privateKey);
      const open = ssh2.utils.parseKey(pair.publicKey);
      if (read instanceof Error || open instanceof Error) throw new Error('not a key');
      expect(read.type).toBe('ssh-ed25519');
      expect(read.getPublicSSH()).toEqual(open.getPublicSSH());
      const message = Buffer.from('signed');
      expect(open.verify(message, sign(null, message, read.getPrivatePEM()))).toBe(true);
      expect(keyPairOf(bytes, comment)).toEqual(pair);
    }),
    { numRuns: 30 },
  );
});

test('another number of bytes is no secret', () => {
  expect(() => keyPairOf(new Uint8Array(31), '')).toThrow(RangeError);
});
