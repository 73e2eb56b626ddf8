/** What a shell makes of the identity is what was meant, whatever is in it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  fitsPlaceholder,
  type Identity,
  identityFile,
  placeholderBytes,
  placeholderFile,
} from './identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'nxc-identity-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plain: Identity = {
  hostName: 'client1',
  role: 'client',
  composition: 'composition',
  id: 2,
  address: '192.168.1.2',
  macAddress: '52:54:00:12:01:02',
  managementMacAddress: '52:54:00:12:00:02',
  machineId: '0'.repeat(32),
  seed: '1'.repeat(64),
  hosts: [
    { address: '192.168.1.1', name: 'server' },
    { address: '192.168.1.2', name: 'client1' },
  ],
  deployment: '{}',
  authorizedKeys: '',
  hostKey: '',
};

function read(identity: Identity, name: string): string {
  const file = join(folder, 'identity');
  // As a restored machine reads it: with something behind its end.
  writeFileSync(file, `${identityFile(identity)}\0\0garbage'`);
  return execFileSync('bash', ['-c', `. ${file}; printf %s "$${name}"`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

test('a shell reads every value as it is', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a \n\'"\\$`!#;&|(){}<>*?~é') });
  fc.assert(
    fc.property(text, text, (deployment, hostKey) => {
      expect(read({ ...plain, deployment }, 'NXC_DEPLOYMENT')).toBe(deployment);
      expect(read({ ...plain, hostKey }, 'NXC_HOST_KEY')).toBe(hostKey);
    }),
    { numRuns: 20 },
  );
  expect(read(plain, 'NXC_HOSTS')).toBe('192.168.1.1 server\n192.168.1.2 client1');
});

test('the placeholder is as long as an identity can be', () => {
  expect(placeholderFile).toHaveLength(placeholderBytes);
  expect(fitsPlaceholder(identityFile(plain))).toBe(true);
  expect(fitsPlaceholder(identityFile({ ...plain, deployment: 'x'.repeat(placeholderBytes) }))).toBe(false);
});
