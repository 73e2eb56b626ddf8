import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { oddities, webLab } from '../testing/fixtures.ts';
import { parseNix } from './document.ts';

/** What `nix-instantiate --parse` also refuses though the syntax is right. */
const meaning =
  /undefined variable|already defined|duplicate formal|dynamic attributes not allowed|trailing slash/;

async function nixTakes(text: string): Promise<boolean> {
  const { exitCode, stderr } = await execa('nix-instantiate', ['--parse', '-'], {
    input: text,
    reject: false,
  });
  return exitCode === 0 || meaning.test(stderr);
}

describe('the parser and Nix itself', () => {
  it('agree on which texts are right', async () => {
    const texts = [webLab, oddities];
    for (const text of [oddities, webLab]) {
      for (let offset = 0; offset < text.length; offset += text === oddities ? 4 : 16) {
        texts.push(text.slice(0, offset) + text.slice(offset + 1));
      }
    }
    const disagreements: string[] = [];
    for (const text of texts) {
      if ((await nixTakes(text)) !== (parseNix(text).problems.length === 0)) disagreements.push(text);
    }
    expect(disagreements).toEqual([]);
  });
});
