/** Ed25519 keys as OpenSSH writes them. Pure. */
import { createPrivateKey, createPublicKey, hash } from 'node:crypto';

export interface SshKeyPair {
  /** The text of a private key's file. */
  readonly privateKey: string;
  /** One line, as in `authorized_keys`: kind, key, comment. */
  readonly publicKey: string;
}

const kind = 'ssh-ed25519';

/** What stands before 32 bytes of secret to make a key of them, by PKCS #8. */
const pkcs8Beginning = Buffer.from('302e020100300506032b657004220420', 'hex');
const secretBytes = 32;
const blockBytes = 8;
const lineLength = 70;

/** The key pair that belongs to 32 secret bytes: always the same one. */
export function keyPairOf(secret: Uint8Array, comment: string): SshKeyPair {
  if (secret.length !== secretBytes) throw new RangeError(`a secret has ${secretBytes} bytes`);
  const key = createPrivateKey({
    key: Buffer.concat([pkcs8Beginning, secret]),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const open = spki.subarray(-secretBytes);
  const publicBlob = Buffer.concat([field(kind), field(open)]);
  // Read twice by whoever decrypts a key; any number does in one that is not encrypted.
  const check = Buffer.from(hash('sha256', open, 'buffer').subarray(0, 4));
  const inner = Buffer.concat([
    ...[check, check, field(kind), field(open)],
    ...[field(Buffer.concat([secret, open])), field(comment)],
  ]);
  const padding = Buffer.from(
    Array.from({ length: -inner.length & (blockBytes - 1) }, (_, index) => index + 1),
  );
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field('')],
    ...[number(1), field(publicBlob), field(Buffer.concat([inner, padding]))],
  ]);
  const lines = file.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? [];
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${kind} ${publicBlob.toString('base64')} ${comment}`,
  };
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([number(bytes.length), bytes]);
}
