/** What stands where on a role's card, before anything is drawn: its size decides where the others go. */
import type { Certainty, TopologyNode, TopologyRole } from '../model/topology.ts';
import { type Summary, summarize } from './nodeLook.ts';
import { textWidth } from './textWidth.ts';

export const cardWidth = 224;
export const cardPadding = 12;
export const headerHeight = 36;
export const chipFont = 11;

const inner = cardWidth - 2 * cardPadding;
const sectionGap = 8;

/** A word on a card: a service with its ports, a package, a port, a folder. */
export interface Chip {
  readonly kind: 'service' | 'package' | 'port' | 'directory';
  readonly text: string;
  /** Its full meaning in words. */
  readonly title: string;
  readonly certainty: Certainty;
  readonly width: number;
}

export interface ChipRow {
  readonly y: number;
  readonly chips: readonly Chip[];
}

/** Nodes as rows while there is room, as marks beside each other, and as a strip when there are hundreds. */
export type NodesLook = 'rows' | 'marks' | 'strip';

export interface NodesPart {
  readonly look: NodesLook;
  readonly y: number;
  readonly height: number;
  /** One line under marks and strips; null when nothing was started. */
  readonly summary: (Summary & { readonly y: number }) | null;
}

export interface CardLayout {
  readonly height: number;
  readonly nodes: NodesPart;
  readonly contents: readonly ChipRow[];
  /** The line that shows and hides packages; null without packages. */
  readonly packages: {
    readonly y: number;
    readonly words: string;
    readonly certainty: Certainty;
    readonly rows: readonly ChipRow[];
    readonly isOpen: boolean;
  } | null;
}

export const nodeRowHeight = 24;
export const markPitch = 16;
export const marksPerLine = Math.floor((inner + 4) / markPitch);
/** More rows than this make a card taller than what it is about. */
const mostRows = 3;
const mostMarks = marksPerLine * 4;
const stripHeight = 20;
const lineHeight = 20;
const chipPitch = 24;

export function layoutCard(role: TopologyRole, arePackagesOpen: boolean): CardLayout {
  const nodes = layoutNodes(role.nodes);
  let y = nodes.y + nodes.height + (nodes.summary === null ? 0 : lineHeight + 4) + sectionGap;
  const contents = packChips(contentChips(role), y);
  if (contents.length > 0) y += contents.length * chipPitch + sectionGap - 4;
  const packages = role.packages.length === 0 ? null : layoutPackages(role, arePackagesOpen, y - 4);
  if (packages !== null) y = packages.y + lineHeight + packages.rows.length * chipPitch + sectionGap;
  return { height: Math.ceil(y / 4) * 4, nodes, contents, packages };
}

function layoutNodes(nodes: readonly TopologyNode[]): NodesPart {
  const y = headerHeight + sectionGap + 2;
  const summary = summarize(nodes);
  if (summary !== null && nodes.length <= mostRows) {
    return { look: 'rows', y: y - 2, height: nodes.length * nodeRowHeight, summary: null };
  }
  const isStrip = nodes.length > mostMarks;
  const height = isStrip ? stripHeight : Math.max(1, Math.ceil(nodes.length / marksPerLine)) * markPitch - 4;
  return {
    look: isStrip ? 'strip' : 'marks',
    y,
    height,
    summary: summary === null ? null : { ...summary, y: y + height + 4 },
  };
}

function contentChips({ services, openPorts, sharedDirectories }: TopologyRole): Chip[] {
  return [
    ...services.map(({ name, ports, certainty }) => {
      const numbers = ports.map((port) => `:${port}`).join(' ');
      return chip(
        'service',
        numbers === '' ? name : `${name} ${numbers}`,
        `Service ${name}${portWords(ports)}`,
        certainty,
      );
    }),
    ...openPorts.map(({ port, certainty }) => chip('port', `:${port}`, `Port ${port} is open`, certainty)),
    ...sharedDirectories.map(({ path, server, certainty }) =>
      chip(
        'directory',
        path,
        server === null ? `Shares the folder ${path}` : `The folder ${path} comes from ${server}`,
        certainty,
      ),
    ),
  ];
}

function portWords(ports: readonly number[]): string {
  if (ports.length === 0) return '';
  return ` on port${ports.length === 1 ? '' : 's'} ${ports.join(', ')}`;
}

function layoutPackages(
  { packages }: TopologyRole,
  isOpen: boolean,
  y: number,
): NonNullable<CardLayout['packages']> {
  const chips = packages.map(({ name, certainty }) => chip('package', name, `Package ${name}`, certainty));
  return {
    y,
    words: packages.length === 1 ? '1 package' : `${packages.length} packages`,
    // Folded away they must not hide that something is not confirmed.
    certainty: packages.find(({ certainty }) => certainty !== 'confirmed')?.certainty ?? 'confirmed',
    rows: isOpen ? packChips(chips, y + lineHeight + 4) : [],
    isOpen,
  };
}

function chip(kind: Chip['kind'], text: string, title: string, certainty: Certainty): Chip {
  const icon = kind === 'service' || kind === 'directory' ? 16 : 0;
  return { kind, text, title, certainty, width: Math.min(inner, textWidth(text, chipFont) + 14 + icon) };
}

/** Fills rows with chips, in their order. */
function packChips(chips: readonly Chip[], top: number): ChipRow[] {
  const rows: { y: number; chips: Chip[] }[] = [];
  let used = Infinity;
  for (const each of chips) {
    if (used + 4 + each.width > inner) {
      rows.push({ y: top + rows.length * chipPitch, chips: [] });
      used = -4;
    }
    rows.at(-1)?.chips.push(each);
    used += 4 + each.width;
  }
  return rows;
}
