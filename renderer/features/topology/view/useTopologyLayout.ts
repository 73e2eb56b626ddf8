/** Cards and their places, recomputed only when a card's size or a line has changed. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { CardLayout, Density } from '../card/cardLayout.ts';
import { layoutCards, layoutInput } from '../drawing/pictureInput.ts';
import { layoutBetween } from '../layout/between.ts';
import { type Layout, type LayoutInput, scaleIn } from '../layout/layout.ts';
import { layoutTopology } from '../layout/layoutTopology.ts';
import { findRename } from '../model/rename.ts';
import type { TopologyModel } from '../model/topology.ts';
import { easeOut, motionDuration } from './motion.ts';

export interface Picture {
  readonly cards: ReadonlyMap<string, CardLayout>;
  readonly layout: Layout;
}

interface Remembered {
  readonly layout: Layout;
  /** The roles in their order. */
  readonly names: readonly string[];
  readonly arrangement: number;
  readonly density: Density;
}

/** The last layout of each picture, so that a panel that is opened again shows what it showed. */
export type LayoutMemory = Map<string, Remembered>;

interface Wanted {
  readonly model: TopologyModel;
  readonly openPackages: ReadonlySet<string>;
  readonly room: LayoutInput['room'];
  /** Names the picture in the memory. */
  readonly memoryKey: string;
  /** Another number forgets the last layout. */
  readonly arrangement: number;
}

export function useTopologyLayout(memory: LayoutMemory, wanted: Wanted): Picture {
  const { model, openPackages, room, memoryKey } = wanted;
  const scaleOf = useRef(rememberScale());
  const scale = scaleOf.current(wanted);
  const before = memory.get(memoryKey);
  const density: Density = scale >= (before?.density === 'compact' ? roomy : readable) ? 'full' : 'compact';
  const cards = useMemo(
    () => layoutCards(model.roles, density, openPackages),
    [model, density, openPackages],
  );
  const last = useRef<{ readonly key: string; readonly layout: Layout } | null>(null);
  const input = layoutInput(model, cards, room);
  const names = model.roles.map(({ name }) => name);
  // The room only matters to a layout from scratch: a panel that is resized must not move anything.
  const key = JSON.stringify([memoryKey, wanted.arrangement, input.boxes, input.links]);
  if (last.current?.key !== key) {
    const isSame = before?.arrangement === wanted.arrangement && before.density === density;
    const layout = layoutTopology(input, isSame ? withNames(before, names) : null);
    last.current = { key, layout };
    memory.set(memoryKey, { layout, names, density, arrangement: wanted.arrangement });
  }
  return { cards, layout: last.current.layout };
}

/** A role that was renamed keeps its place. */
function withNames({ layout, names: before }: Remembered, names: readonly string[]): Layout {
  const rename = findRename(before, names);
  const box = rename === null ? undefined : layout.boxes.get(rename.from);
  if (rename === null || box === undefined) return layout;
  return { ...layout, boxes: new Map(layout.boxes).set(rename.to, { ...box, id: rename.to }) };
}

/** Below this scale a full card's text is too small to read; well above it there is room for full cards again. */
const readable = 0.66;
const roomy = 0.75;

/** How large the picture could be shown with full cards; worked out anew only when that can have changed. */
function rememberScale(): (wanted: Wanted) => number {
  let last = { key: '', scale: 1 };
  return ({ model, openPackages, room }) => {
    const input = layoutInput(model, layoutCards(model.roles, 'full', openPackages), room);
    const key = JSON.stringify(input);
    if (key !== last.key) last = { key, scale: scaleIn(layoutTopology(input).bounds, room) };
    return last.scale;
  };
}

/** Above this many cards, moving them all would cost more frames than it has. */
const mostMoving = 60;

/** The layout, or what lies between it and the one before while it changes. */
export function useMoving(layout: Layout): Layout {
  const [shown, setShown] = useState(layout);
  const from = useRef(layout);
  useEffect(() => {
    const start = from.current;
    const duration = motionDuration();
    const isKnown = [...layout.boxes.keys()].some((id) => start.boxes.has(id));
    if (start === layout || duration === 0 || !isKnown || layout.boxes.size > mostMoving) {
      from.current = layout;
      setShown(layout);
      return;
    }
    const began = performance.now();
    let frame = requestAnimationFrame(function draw(now) {
      const share = Math.min(1, Math.max(0, now - began) / duration);
      const next = share === 1 ? layout : layoutBetween(start, layout, easeOut(share));
      from.current = next;
      setShown(next);
      if (share < 1) frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [layout]);
  // A card that is new must not wait for the first frame, nor one that is gone stay for it.
  return useMemo(() => {
    if (shown === layout) return layout;
    return layoutBetween(shown, layout, 0);
  }, [shown, layout]);
}
