/** Lines between cards as SVG paths. */
import { textWidth } from '../card/textWidth.ts';
import type { Point } from '../layout/layout.ts';

const radius = 6;
const arrowLength = 8;
const arrowHalf = 4;
export const labelFont = 11;
export const labelHeight = 18;

/** The room that the label of a line takes. */
export const labelWidth = (text: string): number => textWidth(text, labelFont) + 12;

/** A path with round corners through all points; it ends where the arrow begins. */
export function linePath(points: readonly Point[]): string {
  const ends = shortened(points);
  const [first, ...rest] = ends;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  for (const [index, corner] of rest.entries()) {
    const before = ends[index];
    const after = rest[index + 1];
    if (before === undefined || after === undefined) path += `L${corner.x} ${corner.y}`;
    else {
      const round = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
      const start = towards(corner, before, round);
      const end = towards(corner, after, round);
      path += `L${start.x} ${start.y}Q${corner.x} ${corner.y} ${end.x} ${end.y}`;
    }
  }
  return path;
}

/** The tip of the line: a triangle that points at what is needed. */
export function arrowPath(points: readonly Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return '';
  const base = towards(tip, before, arrowLength);
  const [acrossX, acrossY] = tip.y === before.y ? [0, arrowHalf] : [arrowHalf, 0];
  return `M${tip.x} ${tip.y}L${base.x + acrossX} ${base.y + acrossY}L${base.x - acrossX} ${base.y - acrossY}Z`;
}

function shortened(points: readonly Point[]): readonly Point[] {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (tip === undefined || before === undefined) return points;
  return [...points.slice(0, -1), towards(tip, before, arrowLength - 1)];
}

const distance = (one: Point, other: Point): number => Math.abs(one.x - other.x) + Math.abs(one.y - other.y);

/** The point that lies a little from one point on the way to another. */
function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole === 0) return from;
  const share = length / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
