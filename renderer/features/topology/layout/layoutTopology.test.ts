import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxGap, type Layout, type LayoutInput, type PlacedBox, type Point } from './layout.ts';
import { layoutTopology } from './layoutTopology.ts';
import { spread, spreadWithin } from './spread.ts';

const room = { width: 1200, height: 500 };
const box = (id: string, height = 96) => ({ id, width: 216, height });
const link = (from: string, to: string, text: string | null = '80') => ({
  id: `${from}>${to}`,
  from,
  to,
  label: text === null ? null : { text, width: 8 * text.length + 12, height: 18 },
});

const threeTiers: LayoutInput = {
  room,
  boxes: ['proxy', 'web', 'database', 'client'].map((id) => box(id)),
  links: [link('client', 'proxy'), link('proxy', 'web'), link('web', 'database', '5432')],
};

function at({ boxes }: Layout, id: string): PlacedBox {
  const found = boxes.get(id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
}

describe('a new layout', () => {
  test('puts what is needed before what needs it', () => {
    const layout = layoutTopology(threeTiers);
    const order = ['database', 'web', 'proxy', 'client'].map((id) => at(layout, id).layer);
    expect(order).toEqual([0, 1, 2, 3]);
  });

  test('goes the way in which it can be shown larger', () => {
    expect(layoutTopology(threeTiers).direction).toBe('right');
    expect(layoutTopology({ ...threeTiers, room: { width: 400, height: 900 } }).direction).toBe('down');
  });

  test('draws a straight line where two boxes face each other', () => {
    const { links } = layoutTopology(threeTiers);
    expect(links.map(({ points }) => points.length)).toEqual([2, 2, 2]);
  });

  test('draws lines from who needs to what is needed, also in a circle', () => {
    const circle = { room, boxes: [box('a'), box('b')], links: [link('a', 'b'), link('b', 'a', '81')] };
    const layout = layoutTopology(circle);
    for (const { id, points } of layout.links) {
      const [from = '', to = ''] = id.split('>');
      expect(touchesBox(at(layout, from), points.at(0))).toBe(true);
      expect(touchesBox(at(layout, to), points.at(-1))).toBe(true);
    }
  });

  test('lets lines with the same label into the same box join', () => {
    const clients = Array.from({ length: 5 }, (_, index) => `c${index}`);
    const layout = layoutTopology({
      room,
      boxes: ['server', ...clients].map((id) => box(id)),
      links: clients.map((id) => link(id, 'server')),
    });
    const ends = new Set(layout.links.map(({ points }) => JSON.stringify(points.at(-1))));
    expect(ends.size).toBe(1);
    expect(layout.links.filter(({ label }) => label !== null)).toHaveLength(1);
  });

  test.each([
    ['below', { width: 1200, height: 900 }],
    ['beside', { width: 3000, height: 200 }],
  ])('puts roles without lines %s the others, where the whole can be shown larger', (side, wanted) => {
    const boxes = [...threeTiers.boxes, box('x'), box('y')];
    const layout = layoutTopology({ ...threeTiers, room: wanted, boxes });
    const linked = ['proxy', 'web', 'database', 'client'].map((id) => at(layout, id));
    const [lowest, rightmost] = [
      Math.max(...linked.map(({ y, height }) => y + height)),
      Math.max(...linked.map(({ x, width }) => x + width)),
    ];
    for (const id of ['x', 'y']) {
      const { x, y } = at(layout, id);
      expect(side === 'below' ? y - lowest : x - rightmost).toBeGreaterThanOrEqual(boxGap);
    }
  });

  test('of nothing is empty', () => {
    const layout = layoutTopology({ room, boxes: [], links: [] });
    expect(layout.boxes.size).toBe(0);
    expect(layout.bounds).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });
});

describe('after an edit', () => {
  const before = layoutTopology(threeTiers);
  const place = (layout: Layout, id: string): Point => ({ x: at(layout, id).x, y: at(layout, id).y });

  test('nothing moves when nothing has changed', () => {
    const after = layoutTopology(threeTiers, before);
    for (const { id } of threeTiers.boxes) expect(place(after, id)).toEqual(place(before, id));
    expect(after.links).toEqual(before.links);
  });

  test('a new role does not move the others, before and after it is linked', () => {
    const boxes = [...threeTiers.boxes, box('cache')];
    const typed = layoutTopology({ ...threeTiers, boxes }, before);
    const links = [...threeTiers.links, link('web', 'cache', '6379')];
    const linked = layoutTopology({ ...threeTiers, boxes, links }, typed);
    for (const { id } of threeTiers.boxes) {
      expect(place(typed, id)).toEqual(place(before, id));
      expect(place(linked, id)).toEqual(place(before, id));
    }
    expect(at(linked, 'cache').layer).toBe(0);
  });

  test('a role that is removed leaves the others where they are', () => {
    const links = threeTiers.links.filter(({ from }) => from !== 'client');
    const boxes = threeTiers.boxes.filter(({ id }) => id !== 'client');
    const after = layoutTopology({ ...threeTiers, boxes, links }, before);
    for (const { id } of boxes) expect(place(after, id)).toEqual(place(before, id));
  });

  test('a box that grows keeps its corner', () => {
    const boxes = threeTiers.boxes.map((one) => (one.id === 'web' ? box('web', 180) : one));
    const after = layoutTopology({ ...threeTiers, boxes }, before);
    for (const { id } of boxes) expect(place(after, id)).toEqual(place(before, id));
  });
});

describe('any graph', () => {
  const graph = fc
    .record({
      heights: fc.array(fc.integer({ min: 10, max: 60 }), { minLength: 1, maxLength: 14 }),
      pairs: fc.array(fc.tuple(fc.nat(13), fc.nat(13), fc.constantFrom('80', '443', '/srv/data', null)), {
        maxLength: 24,
      }),
      room: fc.constantFrom(room, { width: 500, height: 900 }),
    })
    .map(({ heights, pairs, room: wanted }): LayoutInput => {
      const boxes = heights.map((height, index) => box(`r${index}`, height * 4));
      const links = new Map(
        pairs
          .filter(([from, to]) => from !== to && from < boxes.length && to < boxes.length)
          .map(([from, to, text]) => link(`r${from}`, `r${to}`, text))
          .map((one) => [one.id, one]),
      );
      return { boxes, links: [...links.values()], room: wanted };
    });

  test('has boxes that do not overlap, and right-angled lines between the right ones', () => {
    fc.assert(fc.property(graph, (input) => assertSound(input, layoutTopology(input))));
  });

  test('stays so over edits', () => {
    fc.assert(
      fc.property(fc.array(graph, { minLength: 2, maxLength: 4 }), (inputs) => {
        let layout: Layout | null = null;
        for (const input of inputs) {
          layout = layoutTopology(input, layout);
          assertSound(input, layout);
        }
      }),
    );
  });

  test('does not move when it is laid out again', () => {
    fc.assert(
      fc.property(graph, (input) => {
        const once = layoutTopology(input);
        const twice = layoutTopology(input, once);
        for (const [id, { x, y }] of once.boxes) expect(at(twice, id)).toMatchObject({ x, y });
      }),
    );
  });
});

describe('spreading things on a line', () => {
  const wishes = fc.array(
    fc.record({
      size: fc.integer({ min: 1, max: 50 }),
      start: fc.integer({ min: -200, max: 200 }),
      weight: fc.integer({ min: 1, max: 9 }),
    }),
    { maxLength: 20 },
  );

  test('keeps order and distance, and leaves alone what is in nobody’s way', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 0, max: 20 }), (all, gap) => {
        const starts = spread(all, gap);
        for (let index = 1; index < all.length; index++) {
          const least = (starts[index - 1] ?? 0) + (all[index - 1]?.size ?? 0) + gap;
          expect(starts[index]).toBeGreaterThan(least - 1e-6);
        }
        expect(
          spread(
            all.map((wish, index) => ({ ...wish, start: starts[index] ?? 0 })),
            gap,
          ),
        ).toEqual(starts.map((start) => expect.closeTo(start, 5)));
      }),
    );
  });

  test('stays inside of what there is', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 10, max: 300 }), (all, length) => {
        const middles = spreadWithin(all, 0, length);
        for (const [index, middle] of middles.entries()) {
          expect(middle).toBeGreaterThanOrEqual(-1e-6);
          expect(middle).toBeLessThanOrEqual(length + 1e-6);
          if (index > 0) expect(middle).toBeGreaterThanOrEqual((middles[index - 1] ?? 0) - 1e-6);
        }
      }),
    );
  });
});

function assertSound({ boxes, links }: LayoutInput, layout: Layout): void {
  expect([...layout.boxes.keys()].sort()).toEqual(boxes.map(({ id }) => id).sort());
  const placed = [...layout.boxes.values()];
  for (const [index, one] of placed.entries()) {
    for (const other of placed.slice(index + 1)) {
      const apart =
        one.x >= other.x + other.width ||
        other.x >= one.x + one.width ||
        one.y >= other.y + other.height ||
        other.y >= one.y + one.height;
      expect(apart, `${one.id} and ${other.id} overlap`).toBe(true);
    }
  }
  expect(layout.links.map(({ id }) => id).sort()).toEqual(links.map(({ id }) => id).sort());
  for (const { id, points } of layout.links) {
    const { from, to } = links.find((one) => one.id === id) ?? { from: '', to: '' };
    expect(touchesBox(at(layout, from), points.at(0)), `${id} leaves its box`).toBe(true);
    expect(touchesBox(at(layout, to), points.at(-1)), `${id} reaches its box`).toBe(true);
    for (const [index, point] of points.entries()) {
      const before = points[index - 1];
      if (before !== undefined) expect(before.x === point.x || before.y === point.y).toBe(true);
    }
  }
}

function touchesBox({ x, y, width, height }: PlacedBox, point: Point | undefined): boolean {
  if (point === undefined) return false;
  const inside = point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
  const onEdge = point.x === x || point.x === x + width || point.y === y || point.y === y + height;
  return inside && onEdge;
}
