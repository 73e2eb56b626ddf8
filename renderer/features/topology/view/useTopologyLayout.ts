/** Cards and their places, recomputed only when a card's size or a line has changed. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { type CardLayout, cardWidth, layoutCard } from '../card/cardLayout.ts';
import { labelHeight, labelWidth } from '../drawing/lines.ts';
import { layoutBetween } from '../layout/between.ts';
import type { Layout, LayoutInput } from '../layout/layout.ts';
import { layoutTopology } from '../layout/layoutTopology.ts';
import { edgeLabel, type TopologyModel } from '../model/topology.ts';
import { easeOut, motionDuration } from './motion.ts';

export interface Picture {
  readonly cards: ReadonlyMap<string, CardLayout>;
  readonly layout: Layout;
}

/** What decides the places of the cards of a model. */
export function layoutInput(
  { roles, edges }: Pick<TopologyModel, 'roles' | 'edges'>,
  cards: ReadonlyMap<string, CardLayout>,
  room: LayoutInput['room'],
): LayoutInput {
  return {
    room,
    boxes: roles.map(({ name }) => ({ id: name, width: cardWidth, height: cards.get(name)?.height ?? 0 })),
    links: edges.map((edge) => {
      const text = edgeLabel(edge);
      const label = text === '' ? null : { text, width: labelWidth(text), height: labelHeight };
      return { id: edge.id, from: edge.from, to: edge.to, label };
    }),
  };
}

export function layoutCards(
  roles: TopologyModel['roles'],
  openPackages: ReadonlySet<string>,
): Map<string, CardLayout> {
  return new Map(roles.map((role) => [role.name, layoutCard(role, openPackages.has(role.name))]));
}

/** The last layout of each picture, so that a panel that is opened again shows what it showed. */
export type LayoutMemory = Map<string, { readonly layout: Layout; readonly arrangement: number }>;

interface Wanted {
  readonly model: TopologyModel;
  readonly openPackages: ReadonlySet<string>;
  readonly room: LayoutInput['room'];
  /** Names the picture in the memory. */
  readonly memoryKey: string;
  /** Another number forgets the last layout. */
  readonly arrangement: number;
}

export function useTopologyLayout(
  memory: LayoutMemory,
  { model, openPackages, room, memoryKey, arrangement }: Wanted,
): Picture {
  const cards = useMemo(() => layoutCards(model.roles, openPackages), [model, openPackages]);
  const input = layoutInput(model, cards, room);
  const last = useRef<{ readonly key: string; readonly layout: Layout } | null>(null);
  // The room only matters to a layout from scratch: a panel that is resized must not move anything.
  const key = JSON.stringify([memoryKey, arrangement, input.boxes, input.links]);
  if (last.current?.key !== key) {
    const before = memory.get(memoryKey);
    const previous = before?.arrangement === arrangement ? before.layout : null;
    last.current = { key, layout: layoutTopology(input, previous) };
    memory.set(memoryKey, { layout: last.current.layout, arrangement });
  }
  return { cards, layout: last.current.layout };
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
