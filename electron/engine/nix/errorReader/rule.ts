import type { ErrorCode, SourcePosition } from '#shared/errors.ts';
import type { NixErrorLayout } from './layout.ts';
import type { ProjectSources } from './projectSources.ts';

/** What a rule may look at beside its match. */
export interface Scene {
  readonly layout: NixErrorLayout;
  /** The likeliest cause in the user's own files, if Nix named one. */
  readonly position: SourcePosition | undefined;
  readonly sources: ProjectSources;
  /** Absolute path of the composition, where an error without any place most likely belongs. */
  readonly compositionFile: string | undefined;
  /** Derivations that failed only because something they need did, nearest first. */
  readonly dependents: readonly string[];
  /** The last lines that a derivation's builder wrote. */
  tail(derivation: string): readonly string[];
}

export interface Explanation {
  /** What happened, without the place. */
  readonly message: string;
  /** What to do next, for somebody who has known Nix for an hour. */
  readonly hint: string;
  /** `nix-evaluation` when left out. */
  readonly code?: ErrorCode;
  readonly retryable?: boolean;
  /** A better place than the scene's. */
  readonly position?: SourcePosition | undefined;
}

export interface Rule {
  /** For tests and bug reports. */
  readonly id: string;
  /** Matched against the error's message, its lines joined by newlines. */
  readonly pattern: RegExp;
  /** `undefined` lets the rules after it have a try. */
  explain(match: RegExpExecArray, scene: Scene): Explanation | undefined | Promise<Explanation | undefined>;
}
