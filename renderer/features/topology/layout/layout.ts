/**
 * Where things stand in the picture. The shapes; `layoutTopology` fills them. Lengths are CSS pixels at full size.
 *
 * Roles stand in layers: a role in the first needs no other one, and each other role stands further on than all that it
 * needs. Layers follow each other along the *main* axis, the boxes of one layer along the *cross* axis.
 */

/** Which way the layers follow each other. */
export type Direction = 'right' | 'down';

export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** A line between two boxes, from who needs to what is needed. */
export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Lines with the same label into the same box join in front of it. Null for a line without words. */
  readonly label: { readonly text: string; readonly width: number; readonly height: number } | null;
}

export interface LayoutInput {
  readonly boxes: readonly Box[];
  /** Both ends must be among the boxes, and differ. */
  readonly links: readonly Link[];
  /** The space that the picture is looked at in; its shape decides the direction of a new layout. */
  readonly room: { readonly width: number; readonly height: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Box, Point {
  /** Null for a box without lines. */
  readonly layer: number | null;
}

export interface PlacedLink {
  readonly id: string;
  /** Corners of the line, from who needs to what is needed; each stretch is horizontal or vertical. */
  readonly points: readonly Point[];
  /** The middle of its label; null when it has none or another line's stands for it. */
  readonly label: Point | null;
}

export interface Bounds extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly direction: Direction;
  readonly boxes: ReadonlyMap<string, PlacedBox>;
  readonly links: readonly PlacedLink[];
  /** Where long lines pass through layers, along the cross axis. */
  readonly passages: ReadonlyMap<string, number>;
  /** What all of it takes up. The corner need not be 0: boxes stay where they are when others come and go. */
  readonly bounds: Bounds;
}

/** Space between two boxes of one layer. */
export const boxGap = 24;

export function boundsOf(boxes: Iterable<PlacedBox>, links: readonly PlacedLink[]): Bounds {
  const corners: Point[] = links.flatMap(({ points }) => points);
  for (const { x, y, width, height } of boxes) corners.push({ x, y }, { x: x + width, y: y + height });
  if (corners.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of corners) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** How large something can be shown in a room; 1 is its full size, and never more. */
export function scaleIn(bounds: Bounds, room: LayoutInput['room']): number {
  return Math.min(1, room.width / Math.max(1, bounds.width), room.height / Math.max(1, bounds.height));
}
