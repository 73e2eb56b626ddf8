import { describe, expect, test } from 'vitest';
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { webLab } from '#shared/nixLanguage/testing/fixtures.ts';
import { layoutTopology } from '../layout/layoutTopology.ts';
import { mergeTopology } from '../model/mergeTopology.ts';
import { drawTopology } from './drawTopology.ts';
import type { Palette } from './palette.ts';
import { layoutCards, layoutInput } from './pictureInput.ts';

const palette: Palette = {
  surface: '#fff',
  card: '#fff',
  inset: '#eee',
  border: '#ddd',
  line: '#888',
  text: '#000',
  muted: '#555',
  states: { absent: '#555', working: '#00f', running: '#080', stale: '#850', failed: '#b00' },
  font: '"Inter Variable", sans-serif',
};

function draw(text: string): string {
  const outline = readComposition(parseNix(text));
  const model = mergeTopology({ outline, evaluation: null, deployment: null, chosen: {} });
  const cards = layoutCards(model.roles, 'full', new Set(['server']));
  return drawTopology(
    model,
    layoutTopology(layoutInput(model, cards, { width: 800, height: 600 })),
    cards,
    palette,
  );
}

describe('the picture as a file', () => {
  const svg = draw(webLab);

  test('has every role, its services and its unfolded packages', () => {
    for (const word of ['server', 'client', 'storage', 'nginx :8080', 'postgresql :5432', 'curl', 'jq']) {
      expect(svg).toContain(`>${word}</text>`);
    }
  });

  test('names what each line is about, above all lines', () => {
    expect(svg.lastIndexOf('>8080</text>')).toBeGreaterThan(
      svg.lastIndexOf('fill="none" stroke="#888" stroke-width="1.5"'),
    );
  });

  test('dashes what Nix has not confirmed', () => {
    expect(svg).toContain('stroke-dasharray="4 3"');
  });

  test('is well-formed whatever the names are', () => {
    const odd = draw('{ roles."<&>" = { services."a\\"b<".port = 1; }; }');
    expect(odd).toContain('&lt;&amp;&gt;');
    expect(odd).toContain('a&quot;b&lt; :1');
    expect(odd.match(/<g[ >]/g)?.length).toBe(odd.match(/<\/g>/g)?.length);
    expect(svg).toContain('font-family="&quot;Inter Variable&quot;, sans-serif"');
  });
});
