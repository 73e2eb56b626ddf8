/** From a model to cards, and to what decides their places. */
import { type CardLayout, type Density, layoutCard } from '../card/cardLayout.ts';
import type { LayoutInput } from '../layout/layout.ts';
import { edgeLabel, type TopologyModel } from '../model/topology.ts';
import { labelHeight, labelWidth } from './lines.ts';

/** What decides the places of the cards of a model. */
export function layoutInput(
  { roles, edges }: Pick<TopologyModel, 'roles' | 'edges'>,
  cards: ReadonlyMap<string, CardLayout>,
  room: LayoutInput['room'],
): LayoutInput {
  return {
    room,
    boxes: roles.flatMap(({ name }) => {
      const card = cards.get(name);
      return card === undefined ? [] : [{ id: name, width: card.width, height: card.height }];
    }),
    links: edges.map((edge) => {
      const text = edgeLabel(edge);
      const label = text === '' ? null : { text, width: labelWidth(text), height: labelHeight };
      return { id: edge.id, from: edge.from, to: edge.to, label };
    }),
  };
}

export function layoutCards(
  roles: TopologyModel['roles'],
  density: Density,
  openPackages: ReadonlySet<string>,
): Map<string, CardLayout> {
  return new Map(roles.map((role) => [role.name, layoutCard(role, density, openPackages.has(role.name))]));
}
