import { expect, test } from 'vitest';
import { createAccess, tokenLifetimeMs } from './access.ts';

test('a token lets in once', () => {
  const access = createAccess();
  const token = access.issueToken();
  const session = access.redeem(token);
  expect(session).not.toBeNull();
  expect(access.isSession(session ?? '')).toBe(true);
  expect(access.redeem(token)).toBeNull();
});

test('a token is good for ten minutes', () => {
  let now = 0;
  const access = createAccess(() => now);
  const [early, late] = [access.issueToken(), access.issueToken()];
  now = tokenLifetimeMs - 1;
  expect(access.redeem(early)).not.toBeNull();
  now = tokenLifetimeMs;
  expect(access.redeem(late)).toBeNull();
});

test('a secret of one kind is none of another', () => {
  const access = createAccess();
  const token = access.issueToken();
  expect(access.isSession(token)).toBe(false);
  expect(access.isKey(token)).toBe(false);
  expect(access.isSession(access.key)).toBe(false);
  expect(access.redeem(access.key)).toBeNull();
  expect(access.isKey(access.key)).toBe(true);
});

test('two hosts do not know each other’s secrets', () => {
  const [one, other] = [createAccess(), createAccess()];
  expect(other.redeem(one.issueToken())).toBeNull();
  expect(other.isKey(one.key)).toBe(false);
});
