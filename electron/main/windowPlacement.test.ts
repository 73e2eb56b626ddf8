import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choosePlacement, type Display, noPlacements, rememberPlacement } from './windowPlacement.ts';

const laptop: Display = { id: 1, workArea: { x: 0, y: 30, width: 1280, height: 770 } };
const monitor: Display = { id: 2, workArea: { x: 1280, y: 0, width: 3840, height: 2160 } };

describe('the place of a window', () => {
  test('is the middle of the main display at first', () => {
    expect(choosePlacement(noPlacements, [laptop, monitor], monitor)).toEqual({
      bounds: { x: 2480, y: 630, width: 1440, height: 900 },
      maximized: false,
    });
  });

  test('is kept for each display', () => {
    const onLaptop = { bounds: { x: 10, y: 40, width: 800, height: 600 }, maximized: true };
    const onMonitor = { bounds: { x: 2000, y: 100, width: 2000, height: 1500 }, maximized: false };
    const known = rememberPlacement(rememberPlacement(noPlacements, laptop, onLaptop), monitor, onMonitor);
    expect(choosePlacement(known, [laptop, monitor], laptop)).toEqual(onMonitor);
    expect(choosePlacement(known, [laptop], laptop)).toEqual(onLaptop);
  });

  test('is always on the screen', () => {
    const coordinate = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 1, max: 10_000 });
    const bounds = fc.record({ x: coordinate, y: coordinate, width: size, height: size });
    fc.assert(
      fc.property(bounds, fc.constantFrom(laptop, monitor), (left, display) => {
        const known = rememberPlacement(noPlacements, display, { bounds: left, maximized: false });
        const { x, y, width, height } = choosePlacement(known, [laptop, monitor], laptop).bounds;
        const area = display.workArea;
        expect(x).toBeGreaterThanOrEqual(area.x);
        expect(y).toBeGreaterThanOrEqual(area.y);
        expect(x + width).toBeLessThanOrEqual(area.x + area.width);
        expect(y + height).toBeLessThanOrEqual(area.y + area.height);
      }),
    );
  });
});
