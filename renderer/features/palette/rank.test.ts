import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rank } from './rank.ts';

const order = (typed: string, ...titles: string[]): string[] =>
  titles
    .filter((title) => rank(title, [], typed) > 0)
    .sort((a, b) => rank(b, [], typed) - rank(a, [], typed));

describe('the rank of a command', () => {
  test('is highest where the title begins as typed, then where a word does, then anywhere', () => {
    expect(
      order('ch', 'Close the project', 'Switch the theme', 'Check this machine', 'Change settings'),
    ).toEqual(['Change settings', 'Check this machine', 'Switch the theme']);
    expect(order('no', 'Show notifications', 'Open node', 'Note')).toEqual([
      'Note',
      'Open node',
      'Show notifications',
    ]);
  });

  test('takes words in any order, and all of them', () => {
    expect(rank('Close the project', [], 'project close')).toBeGreaterThan(0.8);
    expect(rank('Close the project', [], 'project open')).toBe(0);
  });

  test('finds initials, and forgives a letter left out', () => {
    expect(rank('Open a file', [], 'oaf')).toBeGreaterThan(0);
    expect(rank('composition.nix', [], 'compoition')).toBeGreaterThan(0);
    expect(rank('composition.nix', [], 'cx')).toBe(0);
  });

  test('counts other words less than the title', () => {
    expect(rank('Stop', ['Deployment'], 'deployment')).toBeGreaterThan(0);
    expect(rank('Stop', ['Deployment'], 'deployment')).toBeLessThan(rank('Deployment', [], 'deployment'));
  });

  test('is between nothing and one, and never nothing for the title itself', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, typed) => {
        const value = rank(text, [], typed);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(rank(text, [], text)).toBeGreaterThan(0);
      }),
    );
  });
});
