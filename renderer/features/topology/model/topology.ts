/** The picture's data: what the text says, what Nix says, and what runs, as one. The shapes; `mergeTopology` fills them. */
import type { DeployedNode, NodeState } from '#shared/contract/deployments.ts';
import type { Range } from '#shared/nixLanguage/text/range.ts';

/**
 * `confirmed`: Nix says it, and the text does not say otherwise. `text-only`: the text says it, and Nix has not read it
 * yet. `evaluated-only`: it stood in the text that Nix read last, and stands there no longer.
 */
export type Certainty = 'confirmed' | 'text-only' | 'evaluated-only';

export interface TopologyModel {
  /** In the order of the text; what only Nix knows comes last. */
  readonly roles: readonly TopologyRole[];
  readonly edges: readonly TopologyEdge[];
  /** Whether Nix has told anything of this composition yet. */
  readonly isEvaluated: boolean;
  /** Things that the text and Nix do not agree on. */
  readonly differences: number;
}

export interface TopologyRole {
  readonly name: string;
  readonly description: string | null;
  readonly certainty: Certainty;
  /** Where its name is written; null when the text does not show it. */
  readonly range: Range | null;
  /** How many nodes a start would give it. */
  readonly wanted: number;
  /** Whether its nodes are named one by one, so that a number alone would lose the names. */
  readonly hasHostNames: boolean;
  readonly nodes: readonly TopologyNode[];
  readonly services: readonly TopologyService[];
  readonly packages: readonly TopologyPackage[];
  /** Ports that the firewall lets through and that are no service's. */
  readonly openPorts: readonly TopologyPort[];
  readonly sharedDirectories: readonly TopologyDirectory[];
}

export interface TopologyNode {
  readonly name: string;
  readonly role: string;
  readonly status: NodeState;
  /** What is changed about its cable. */
  readonly link?: DeployedNode['link'];
  /** What the next start would do to it, if that is more than leaving it as it is. */
  readonly pending: 'start' | 'stop' | null;
}

interface Said {
  readonly certainty: Certainty;
  readonly range: Range | null;
}

export interface TopologyService extends Said {
  readonly name: string;
  readonly ports: readonly number[];
}

export interface TopologyPackage extends Said {
  readonly name: string;
}

export interface TopologyPort extends Said {
  readonly port: number;
}

export interface TopologyDirectory extends Said {
  readonly path: string;
  /** The host that it comes from; null when this role exports it. */
  readonly server: string | null;
}

/** One role needs another. All that it needs of it is on one line of the picture. */
export interface TopologyEdge {
  /** Names the edge among those of the model. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly certainty: Certainty;
  /** What is needed, never empty; a part without a port is a mere mention of the host. */
  readonly parts: readonly EdgePart[];
}

export interface EdgePart {
  readonly certainty: Certainty;
  readonly port: number | null;
  readonly directory: string | null;
  /** The places in the text that say so, never empty. */
  readonly reasons: readonly EdgeReason[];
}

export interface EdgeReason extends Range {
  readonly kind: 'configuration' | 'test-script' | 'shared-directory';
}

/** What an edge needs, in the few letters that fit on a line; empty for a mere mention. */
export function edgeLabel({ parts }: Pick<TopologyEdge, 'parts'>): string {
  const words = parts.flatMap(({ port, directory }) => directory ?? port?.toString() ?? []);
  const shown = words.slice(0, 2).map(shortened);
  return [...shown, ...(words.length > 2 ? [`+${words.length - 2}`] : [])].join(', ');
}

const longestLabel = 16;

/** The end of a long path says more than its beginning. */
function shortened(word: string): string {
  return word.length <= longestLabel ? word : `…${word.slice(1 - longestLabel)}`;
}
