import type { Layout, PlacedBox, PlacedLink, Point } from './layout.ts';

/**
 * A layout on the way from one to another: what is in both moves, what is new is there at once. Lines that get other
 * corners are drawn as they will be, since there is no way between the two.
 *
 * @param share from 0 (the first) to 1 (the second)
 */
export function layoutBetween(from: Layout, to: Layout, share: number): Layout {
  const mix = (start: number, end: number): number => start + (end - start) * share;
  const mixPoints = (start: Point, end: Point): Point => ({ x: mix(start.x, end.x), y: mix(start.y, end.y) });
  const boxes = new Map<string, PlacedBox>();
  for (const [id, box] of to.boxes) {
    const before = from.boxes.get(id);
    boxes.set(id, before === undefined ? box : { ...box, ...mixPoints(before, box) });
  }
  const lines = new Map(from.links.map((link) => [link.id, link]));
  const links = to.links.map((link): PlacedLink => {
    const before = lines.get(link.id);
    if (before === undefined || before.points.length !== link.points.length) return link;
    return {
      id: link.id,
      points: link.points.map((point, index) => mixPoints(before.points[index] ?? point, point)),
      label: link.label === null || before.label === null ? link.label : mixPoints(before.label, link.label),
    };
  });
  return { ...to, boxes, links };
}
