/** Names of the commands about building, starting and testing, for features that offer them too. */
import type { CommandKey } from '#renderer/app/commands.ts';
import type { Target } from '#shared/contract/common.ts';

type CompositionAndFlavour = Pick<Target, 'composition' | 'flavour'>;

export interface NodeRequest {
  readonly node: string;
  /** The chosen composition and flavour when left out. */
  readonly target?: CompositionAndFlavour;
}

export const runCommands = {
  /** Does what the primary button says. */
  next: 'run.next' as CommandKey,
  cancel: 'run.cancel' as CommandKey,
  build: 'run.build' as CommandKey<CompositionAndFlavour>,
  dryRun: 'run.dry-run' as CommandKey<CompositionAndFlavour>,
  buildAndStart: 'run.build-and-start' as CommandKey<CompositionAndFlavour>,
  start: 'run.start' as CommandKey<CompositionAndFlavour>,
  startWith: 'run.start-with' as CommandKey<CompositionAndFlavour>,
  apply: 'run.apply' as CommandKey<CompositionAndFlavour>,
  restart: 'run.restart' as CommandKey<CompositionAndFlavour>,
  restartEnded: 'run.restart-ended' as CommandKey<CompositionAndFlavour>,
  stop: 'run.stop' as CommandKey<CompositionAndFlavour>,
  test: 'run.test' as CommandKey<CompositionAndFlavour>,
  updateLibrary: 'run.update-library' as CommandKey,
  clean: 'run.clean' as CommandKey,
  showNodes: 'nodes.show' as CommandKey,
  showBuild: 'build.show' as CommandKey,
  showTests: 'tests.show' as CommandKey,
  showMatrix: 'matrix.show' as CommandKey,
  /** Saves every file of the editor. The editor registers it. */
  saveAll: 'editor.save-all' as CommandKey,
  /** Opens a shell on a node. The terminals register it. */
  openTerminal: 'terminal.open' as CommandKey<NodeRequest>,
  /** Shows a node's whole log. The terminals register it. */
  openLog: 'terminal.log' as CommandKey<NodeRequest>,
} as const;
