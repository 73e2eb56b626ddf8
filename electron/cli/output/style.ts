import pc from 'picocolors';

export type Style = ReturnType<typeof pc.createColors>;

export interface ColorQuestion {
  readonly isTerminal: boolean;
  /** Whether the user said `--no-color`. */
  readonly refused: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

/** Colours for people at a terminal who did not refuse them (https://no-color.org). */
export function chooseStyle({ isTerminal, refused, environment }: ColorQuestion): Style {
  const noColor = environment.NO_COLOR;
  const refusedByEnvironment = (noColor !== undefined && noColor !== '') || environment.TERM === 'dumb';
  return pc.createColors(isTerminal && !refused && !refusedByEnvironment);
}
