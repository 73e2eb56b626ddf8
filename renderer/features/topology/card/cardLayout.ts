/** What stands where on a role's card, before anything is drawn: its size decides where the others go. */
import type { Certainty, TopologyNode, TopologyRole } from '../model/topology.ts';
import { areIdle, type Summary, summarize } from './nodeLook.ts';
import { textWidth } from './textWidth.ts';

/** Compact cards say less, so that a large picture can still be read as a whole. */
export type Density = 'full' | 'compact';

export const cardWidths: Readonly<Record<Density, number>> = { full: 224, compact: 160 };
export const cardPadding = 12;
export const headerHeights: Readonly<Record<Density, number>> = { full: 36, compact: 28 };
export const chipFont = 11;

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
  /** Marks beside each other. */
  readonly perLine: number;
  readonly y: number;
  readonly height: number;
  /** One line under marks and strips, or behind few marks. */
  readonly summary: (Summary & { readonly x: number; readonly y: number }) | null;
}

export interface CardLayout {
  readonly density: Density;
  readonly width: number;
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
/** More rows than this make a card taller than what it is about. */
const mostRows = 3;
const mostMarkLines: Readonly<Record<Density, number>> = { full: 4, compact: 1 };
const stripHeight = 20;
const lineHeight = 20;
const chipPitch = 24;

export function layoutCard(role: TopologyRole, density: Density, arePackagesOpen: boolean): CardLayout {
  const width = cardWidths[density];
  const inner = width - 2 * cardPadding;
  const nodes = layoutNodes(role.nodes, density, inner);
  const { summary } = nodes;
  let y = Math.max(nodes.y + nodes.height, summary === null ? 0 : summary.y + lineHeight) + sectionGap;
  const contents =
    density === 'full'
      ? packChips(contentChips(role), inner, y)
      : packChips(contentChips(role), inner, y).slice(0, 1);
  if (contents.length > 0) y += contents.length * chipPitch + sectionGap - 4;
  const hasPackages = density === 'full' && role.packages.length > 0;
  const packages = hasPackages ? layoutPackages(role, arePackagesOpen, inner, y - 4) : null;
  if (packages !== null) y = packages.y + lineHeight + packages.rows.length * chipPitch + sectionGap;
  return { density, width, height: Math.ceil(y / 4) * 4, nodes, contents, packages };
}

function layoutNodes(nodes: readonly TopologyNode[], density: Density, inner: number): NodesPart {
  const y = headerHeights[density] + (density === 'full' ? sectionGap + 2 : sectionGap);
  const perLine = Math.floor((inner + 4) / markPitch);
  const summary = summarize(nodes);
  const isIdle = areIdle(nodes);
  if (!isIdle && density === 'full' && nodes.length <= mostRows) {
    return { look: 'rows', perLine, y: y - 2, height: nodes.length * nodeRowHeight, summary: null };
  }
  const isStrip = nodes.length > perLine * mostMarkLines[density];
  const height = isStrip ? stripHeight : Math.max(1, Math.ceil(nodes.length / perLine)) * markPitch - 4;
  const look = isStrip ? 'strip' : 'marks';
  if (summary === null) return { look, perLine, y, height, summary };
  const x = nodes.length * markPitch + 4;
  const fitsBehind = (isIdle || density === 'compact') && x + textWidth(summary.words, chipFont) <= inner;
  if (fitsBehind) return { look, perLine, y, height, summary: { ...summary, x, y: y - 4 } };
  // That nothing was started needs no line of its own: the marks say it.
  const below = isIdle ? null : { ...summary, x: 0, y: y + height + 4 };
  return { look, perLine, y, height, summary: below };
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
  inner: number,
  y: number,
): NonNullable<CardLayout['packages']> {
  const chips = packages.map(({ name, certainty }) => chip('package', name, `Package ${name}`, certainty));
  return {
    y,
    words: packages.length === 1 ? '1 package' : `${packages.length} packages`,
    // Folded away they must not hide that something is not confirmed.
    certainty: packages.find(({ certainty }) => certainty !== 'confirmed')?.certainty ?? 'confirmed',
    rows: isOpen ? packChips(chips, inner, y + lineHeight + 4) : [],
    isOpen,
  };
}

function chip(kind: Chip['kind'], text: string, title: string, certainty: Certainty): Chip {
  const icon = kind === 'service' || kind === 'directory' ? 16 : 0;
  return { kind, text, title, certainty, width: textWidth(text, chipFont) + 14 + icon };
}

/** Fills rows with chips, in their order. */
function packChips(chips: readonly Chip[], inner: number, top: number): ChipRow[] {
  const rows: { y: number; chips: Chip[] }[] = [];
  let used = Infinity;
  for (const wanted of chips) {
    const each = { ...wanted, width: Math.min(inner, wanted.width) };
    if (used + 4 + each.width > inner) {
      rows.push({ y: top + rows.length * chipPitch, chips: [] });
      used = -4;
    }
    rows.at(-1)?.chips.push(each);
    used += 4 + each.width;
  }
  return rows;
}
