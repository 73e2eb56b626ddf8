import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeString } from '#shared/nixLanguage/composition/embeddedText.ts';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { applyEdits } from '#shared/nixLanguage/text/textEdit.ts';
import { type EditRequest, nixString, planEdit } from './planEdit.ts';

const document = parseNix(webLab);

function made(request: EditRequest) {
  const { plan } = planEdit(document, request);
  if (plan === null) throw new Error('no plan');
  const text = applyEdits(webLab, plan.edits);
  return { plan, text, outline: readComposition(parseNix(text)) };
}

describe('a planned edit', () => {
  test('shows the lines that it writes, and where', () => {
    const { plan, text } = made({ kind: 'add-package', role: 'server', name: 'htop' });
    expect(plan.lines).toEqual(['        htop']);
    expect(text.split('\n')[plan.line - 1]).toBe('        htop');
  });

  test('adds a service of the tiny base with its command and port', () => {
    const { outline } = made({
      kind: 'add-service',
      role: 'client',
      name: 'web',
      command: 'httpd -f -p 80 -h "/srv"',
      port: 80,
    });
    const client = outline.roles.find(({ name }) => name === 'client');
    expect(client?.services.find(({ name }) => name === 'web')?.ports).toMatchObject([{ port: 80 }]);
  });

  test('enables a service of NixOS', () => {
    const { text } = made({ kind: 'add-service', role: 'client', name: 'redis', command: null, port: null });
    expect(text).toContain('services.redis.enable = true;');
  });

  test('says what still names a removed role', () => {
    const { plan, outline } = made({ kind: 'remove-role', role: 'server' });
    expect(outline.roles.map(({ name }) => name)).toEqual(['client', 'storage']);
    expect(plan.leftovers.map(({ text }) => text)).toContain('curl http://server:8080/');
  });

  test('that cannot be made says why', () => {
    expect(planEdit(document, { kind: 'add-role', name: 'server' }).problem?.code).toBe('conflict');
    expect(planEdit(document, { kind: 'rename-role', role: 'server', name: 'a b' }).problem?.code).toBe(
      'bad-input',
    );
  });
});

test('any text becomes a Nix string that means it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parsed = parseNix(nixString(text));
      expect(parsed.problems).toEqual([]);
      expect(parsed.root.kind === 'string' && decodeString(parsed.text, parsed.root).text).toBe(text);
    }),
  );
});
