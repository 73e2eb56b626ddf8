import { leadingBlanks, lineEnd, lineStart, widthOfBlanks } from './indentation.ts';

/** Where a line of the text lies and how it begins, remembered for the line asked about last: questions come in runs. */
export class LineIndents {
  readonly #text: string;
  #start = 0;
  #end = -1;
  #blanks = 0;
  #width = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Offset at which the line of `offset` begins. */
  startOf(offset: number): number {
    this.#goTo(offset);
    return this.#start;
  }

  /** How many blanks the line of `offset` begins with. */
  blanksOf(offset: number): number {
    this.#goTo(offset);
    return this.#blanks;
  }

  /** How many columns the line of `offset` is indented by. */
  widthOf(offset: number): number {
    this.#goTo(offset);
    return this.#width;
  }

  #goTo(offset: number): void {
    if (this.#start <= offset && offset <= this.#end) return;
    this.#start = lineStart(this.#text, offset);
    this.#end = lineEnd(this.#text, offset);
    const blanks = leadingBlanks(this.#text, offset);
    this.#blanks = blanks.length;
    this.#width = widthOfBlanks(blanks);
  }
}
