/** A role of the picture: its name and number of nodes, the nodes' states, and what is on it. */
import type { Node, NodeProps } from '@xyflow/react';
import { ChevronRight, Cog, Folder, Minus, Plus } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '#renderer/ui/classNames.ts';
import { maximumNodes } from '#shared/model/distribution.ts';
import { type CardLayout, type Chip, type ChipRow, cardPadding } from '../card/cardLayout.ts';
import type { TopologyRole } from '../model/topology.ts';
import { sumHistories } from '../nodeStats.ts';
import { useCardContext } from './cardContext.ts';
import { NodeMarks, NodeStrip } from './Marks.tsx';
import { NodeRows, Usage } from './NodeRows.tsx';

export interface RoleCardData extends Record<string, unknown> {
  readonly role: TopologyRole;
  readonly card: CardLayout;
  readonly words: string;
  readonly isSelected: boolean;
  readonly selectedNode: string | null;
}

export type RoleCardNode = Node<RoleCardData, 'role'>;

export const RoleCard = memo(function RoleCard({ data }: NodeProps<RoleCardNode>) {
  const { role, card, words, isSelected } = data;
  const { description, name, certainty } = role;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card is no set of form fields.
    <div
      role="group"
      aria-roledescription="role"
      aria-label={words}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move between cards, Enter opens the menu of one.
      tabIndex={0}
      data-role={name}
      className={classNames(
        'role-card',
        `role-card-${card.density}`,
        `certainty-${certainty}`,
        isSelected && 'role-card-selected',
      )}
    >
      <header className="role-card-header">
        <span className="role-card-name truncate" title={description ?? name}>
          {name}
        </span>
        {card.density === 'full' ? <CountStepper role={role} /> : <Count role={role} />}
      </header>
      <CardNodes role={role} card={card} />
      {card.contents.map((row) => (
        <Chips key={row.y} row={row} />
      ))}
      <Packages name={name} packages={card.packages} />
    </div>
  );
});

function Count({ role: { wanted } }: { readonly role: TopologyRole }) {
  return wanted === 0 ? null : <span className="role-count tabular">{wanted}</span>;
}

function CountStepper({ role: { name, wanted, hasHostNames, nodes } }: { readonly role: TopologyRole }) {
  const { changeCount } = useCardContext();
  if (wanted === 0) return null;
  const hint = hasHostNames
    ? `${name} has named hosts: ${nodes.map((node) => node.name).join(', ')}`
    : undefined;
  return (
    <span className="role-stepper nodrag nopan" title={hint}>
      {!hasHostNames && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`One node of ${name} less`}
          disabled={wanted <= 1}
          onClick={() => changeCount(name, wanted - 1)}
        >
          <Minus size={12} aria-hidden />
        </button>
      )}
      <span className="role-count tabular">{wanted}</span>
      {!hasHostNames && (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`One node of ${name} more`}
          disabled={wanted >= maximumNodes}
          onClick={() => changeCount(name, wanted + 1)}
        >
          <Plus size={12} aria-hidden />
        </button>
      )}
    </span>
  );
}

function CardNodes({
  role,
  card: { nodes: part, width, density },
}: {
  readonly role: TopologyRole;
  readonly card: CardLayout;
}) {
  const { histories } = useCardContext();
  const { nodes } = role;
  const sum =
    part.summary === null
      ? null
      : sumHistories(
          histories,
          nodes.map(({ name }) => name),
        );
  return (
    <>
      <div className="role-card-part" style={{ top: part.y, height: part.height }}>
        {part.look === 'rows' && <NodeRows nodes={nodes} histories={histories} />}
        {part.look === 'marks' && <NodeMarks nodes={nodes} part={part} cardWidth={width} />}
        {part.look === 'strip' && <NodeStrip nodes={nodes} part={part} cardWidth={width} />}
      </div>
      {part.summary !== null && (
        <div
          className={`role-card-part role-summary state-${part.summary.state}`}
          style={{ top: part.summary.y, left: cardPadding - 1 + part.summary.x }}
        >
          <span className="truncate" title={part.summary.details}>
            {part.summary.words}
          </span>
          {sum !== null && density === 'full' && <Usage history={sum} hasCurve={false} />}
        </div>
      )}
    </>
  );
}

function Chips({ row: { y, chips } }: { readonly row: ChipRow }) {
  return (
    <div className="role-card-part role-chips" style={{ top: y }}>
      {chips.map((chip) => (
        <ChipView key={`${chip.kind} ${chip.text}`} chip={chip} />
      ))}
    </div>
  );
}

function ChipView({ chip: { kind, text, title, certainty } }: { readonly chip: Chip }) {
  return (
    <span className={`role-chip chip-${kind} certainty-${certainty}`} title={title}>
      {kind === 'service' && <Cog size={12} aria-hidden />}
      {kind === 'directory' && <Folder size={12} aria-hidden />}
      <span className="truncate">{text}</span>
    </span>
  );
}

function Packages({ name, packages }: { readonly name: string; readonly packages: CardLayout['packages'] }) {
  const { togglePackages } = useCardContext();
  if (packages === null) return null;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={`role-packages nodrag nopan certainty-${packages.certainty}`}
        style={{ top: packages.y, left: cardPadding - 4 }}
        aria-expanded={packages.isOpen}
        onClick={() => togglePackages(name)}
      >
        <ChevronRight size={12} aria-hidden />
        {packages.words}
      </button>
      {packages.rows.map((row) => (
        <Chips key={row.y} row={row} />
      ))}
    </>
  );
}
