/** What a stretch of a line is, in the words of the colour theme. A token reaches to the start of the next one. */

export type TokenType =
  | 'text'
  | 'comment'
  | 'keyword'
  | 'constant'
  | 'number'
  | 'string'
  | 'string.escape'
  | 'string.path'
  | 'attribute'
  | 'variable'
  | 'function'
  | 'operator'
  | 'delimiter'
  | 'interpolation';

export interface LineToken {
  /** Offset in the line. */
  readonly start: number;
  readonly type: TokenType;
}

export type Emit = (start: number, type: TokenType) => void;

/** A language inside of a string. Its texts come in pieces, between which there may be interpolations of Nix. */
export interface EmbeddedLanguage<State> {
  readonly initial: State;
  /**
   * Reads one piece of a line.
   *
   * @param offset where the piece begins in the line
   */
  read(piece: string, offset: number, state: State, emit: Emit): State;
  /** What holds at the start of the next line. */
  endLine(state: State): State;
}
