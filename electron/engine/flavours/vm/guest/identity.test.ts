/** What a shell makes of the identity is what was meant, whatever is in it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type Identity, identityBytes, identityText, writeIdentity } from './identity.ts';

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
  // As on a disk that held a longer one before.
  writeFileSync(file, `${identityText(identity)}\0\0garbage'`);
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

test('a disk is written over in its place, for only its owner to read', async () => {
  const disk = join(folder, 'disk');
  await writeIdentity(disk, identityText({ ...plain, deployment: 'x'.repeat(70_000) }));
  const { ino, mode } = statSync(disk);
  expect(mode & 0o777).toBe(0o600);
  await writeIdentity(disk, identityText(plain));
  expect(statSync(disk)).toMatchObject({ ino, size: identityBytes });
  expect(readFileSync(disk, 'utf8').startsWith(identityText(plain))).toBe(true);
  await expect(writeIdentity(disk, 'x'.repeat(identityBytes + 1))).rejects.toMatchObject({
    code: 'bad-input',
  });
});
