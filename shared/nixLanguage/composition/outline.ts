/** What the text of a composition says, with the place where it says it. The shapes; `readComposition` fills them. */
import type { Range } from '../text/range.ts';
import type { EmbeddedText } from './embeddedText.ts';

/** Something that has a name in the text. */
export interface Named extends Range {
  readonly name: string;
}

export interface CompositionOutline {
  /** `compositions` is a set of imports, one for each composition; `other` is any other Nix text. */
  readonly kind: 'composition' | 'compositions' | 'other';
  /** The arguments that the function takes, `pkgs` and the like. */
  readonly arguments: readonly Named[];
  /** The attributes that it returns; the ranges are those of their names. */
  readonly attributes: readonly OutlineAttribute[];
  readonly roles: readonly RoleOutline[];
  readonly testScript: OutlineScript | null;
  /** By role, where the text says it literally. */
  readonly dockerPorts: readonly (Named & { readonly ports: readonly string[] })[];
  /** By role: a count, host names, or null when it is computed. */
  readonly rolesDistribution: readonly (Named & { readonly nodes: number | readonly string[] | null })[];
  /** In a text of kind `compositions`: the compositions and the files they are in. */
  readonly compositions: readonly (Named & { readonly path: string | null })[];
  /** The pieces of shell in the text: build phases, scripts of services and the like. */
  readonly shellScripts: readonly OutlineScript[];
  readonly dependencies: readonly Dependency[];
  readonly uncertain: readonly Uncertainty[];
}

export interface OutlineAttribute extends Named {
  /** The whole `name = value;`. */
  readonly binding: Range;
  readonly value: Range;
}

export interface RoleOutline {
  readonly name: string;
  /** The name as it is written, quotes included. */
  readonly nameRange: Range;
  /** The whole `name = value;`. */
  readonly binding: Range;
  readonly value: Range;
  /** Every binding that says something of it: several for `roles.a.x = …; roles.a.y = …;`, none for `inherit a;`. */
  readonly declarations: readonly { readonly name: Range; readonly binding: Range }[];
  /** The braces of its configuration; null when it is not written here. */
  readonly body: Range | null;
  /** The comment just above it, without its signs. */
  readonly description: string | null;
  readonly services: readonly ServiceOutline[];
  readonly packages: readonly PackageOutline[];
  readonly openPorts: readonly PortOutline[];
  readonly sharedDirectories: readonly SharedDirectory[];
  readonly users: readonly Named[];
  /** Files that its configuration takes in, as they are written. */
  readonly imports: readonly Named[];
  readonly uncertain: readonly Uncertainty[];
}

export interface ServiceOutline extends Named {
  readonly ports: readonly ServicePort[];
  /** `uncertain` when a condition decides it. */
  readonly enabled: boolean | 'uncertain';
  /** The option that it comes from. */
  readonly option: 'services' | 'systemd.services';
}

export interface ServicePort {
  readonly port: number;
  /** Where it is written; null when it is the port that this service has by default. */
  readonly range: Range | null;
}

export interface PackageOutline extends Named {
  /** Whether the name is an expression that only evaluation can name. */
  readonly computed: boolean;
}

export interface PortOutline extends Range {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

export interface SharedDirectory extends Range {
  readonly path: string;
  /** The host that it comes from; null when this role exports it. */
  readonly server: string | null;
}

/** A piece of another language inside of a Nix string. `range` is what stands between the quotes. */
export interface OutlineScript {
  readonly language: 'python' | 'shell';
  readonly name: string;
  readonly range: Range;
  readonly embedded: EmbeddedText;
}

/** One role needs another: it talks to its port, or mounts its directory. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  /** The shared directory, when it is one that they have in common. */
  readonly directory: string | null;
  /** The places that say so, never empty. */
  readonly evidence: readonly Evidence[];
}

export interface Evidence extends Range {
  readonly kind: 'configuration' | 'test-script' | 'shared-directory';
}

/** A part whose value the text alone does not say; only evaluation will. */
export interface Uncertainty extends Range {
  readonly reason: 'computed' | 'imported' | 'conditional';
}
