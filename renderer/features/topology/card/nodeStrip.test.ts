import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TopologyNode } from '../model/topology.ts';
import { stripParts } from './nodeStrip.ts';

const nodeAt = (index: number, state: 'running' | 'absent'): TopologyNode => ({
  name: `node${index}`,
  role: 'node',
  pending: null,
  status: state === 'running' ? { state, address: null, since: 0 } : { state },
});

test('one node that is not as the others is seen among any number', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.nat(999),
      fc.integer({ min: 40, max: 300 }),
      (count, odd, width) => {
        const nodes = Array.from({ length: count }, (_, index) =>
          nodeAt(index, index === odd % count ? 'running' : 'absent'),
        );
        const parts = stripParts(nodes, width, 20);
        const cells = (state: string): number =>
          parts.find((part) => part.state === state)?.path.split('M').length ?? 1;
        // Running needs more attention than nothing being there.
        expect(cells('running')).toBe(2);
        const rights = parts.flatMap(({ path }) =>
          [...path.matchAll(/H(\d+)V/g)].map(([, right]) => Number(right)),
        );
        expect(Math.max(...rights)).toBe(width);
      },
    ),
  );
});
