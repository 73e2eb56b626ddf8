/** Where windows were, for each display: a laptop that leaves its monitor finds its own placement again. */
import * as z from 'zod';

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

const placement = z.object({ bounds: rectangle, maximized: z.boolean() });

export const placements = z.object({
  /** Identifier of the display that a window was last seen on. */
  last: z.string().nullable(),
  /** The last placement on each display, by its identifier. */
  displays: z.record(z.string(), placement),
});

type Rectangle = z.infer<typeof rectangle>;
export type Placement = z.infer<typeof placement>;
export type Placements = z.infer<typeof placements>;

export interface Display {
  readonly id: number;
  /** What panels and docks leave free. */
  readonly workArea: Rectangle;
}

export const noPlacements: Placements = { last: null, displays: {} };

/** Smaller than this nothing can be read. Pixels independent of the display's density. */
export const smallest = { width: 720, height: 480 } as const;
const preferred = { width: 1440, height: 900 } as const;

/** Where to open a window: as it was left on its display, inside what that display has now. */
export function choosePlacement(
  known: Placements,
  displays: readonly Display[],
  primary: Display,
): Placement {
  const display = displays.find(({ id }) => String(id) === known.last) ?? primary;
  const kept = known.displays[String(display.id)];
  if (kept === undefined) return { bounds: centred(display.workArea), maximized: false };
  return { bounds: within(kept.bounds, display.workArea), maximized: kept.maximized };
}

export function rememberPlacement(known: Placements, display: Display, latest: Placement): Placements {
  const id = String(display.id);
  return { last: id, displays: { ...known.displays, [id]: latest } };
}

function centred(area: Rectangle): Rectangle {
  const width = Math.min(preferred.width, area.width);
  const height = Math.min(preferred.height, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}

function within(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, smallest.width), area.width);
  const height = Math.min(Math.max(bounds.height, smallest.height), area.height);
  return {
    x: clamp(bounds.x, area.x, area.x + area.width - width),
    y: clamp(bounds.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
