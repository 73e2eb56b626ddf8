/** Shows progress: redrawn in place on a terminal, line by line everywhere else. */
import type { JobProgress } from '#shared/contract/jobs.ts';
import { finishedStep, type LineOptions, lastingLines, liveLines } from './progressLines.ts';
import { advance, noProgress } from './progressState.ts';
import { shorten } from './text.ts';

export interface ProgressView {
  show(progress: JobProgress, at: number): void;
  /** A line of our own that stays, e.g. that a wish to stop was heard. */
  notice(line: string): void;
  /** Takes away what was only for the time being. */
  end(succeeded: boolean): void;
}

export interface ProgressOutput {
  write(text: string): unknown;
  readonly columns?: number;
}

/** For pipes and files: every lasting line as it comes. */
export function createPlainView(output: ProgressOutput, options: LineOptions): ProgressView {
  return {
    show: (progress) => {
      for (const line of lastingLines(progress, options)) output.write(`${line}\n`);
    },
    notice: (line) => {
      output.write(`${line}\n`);
    },
    end: () => {},
  };
}

/** Nothing at all, for `--json`. */
export const silentView: ProgressView = { show: () => {}, notice: () => {}, end: () => {} };

const redrawEveryMs = 80;
const eraseLine = '\u001b[2K';
const up = '\u001b[1A';
const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/** For a terminal: finished steps stay, what goes on is redrawn under them. */
export function createLiveView(output: ProgressOutput, options: LineOptions): ProgressView {
  let state = noProgress;
  let drawn = 0;
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;

  function replace(lasting: readonly string[], live: readonly string[]): void {
    const erase = `${eraseLine}\r${`${up}${eraseLine}`.repeat(drawn)}`;
    // A terminal that was never told its size says 0.
    const columns = output.columns || 80;
    const liveText = live.map((line) => `${shorten(line, columns)}\n`).join('');
    output.write(
      `${hideCursor}${erase}${lasting.map((line) => `${line}\n`).join('')}${liveText}${showCursor}`,
    );
    drawn = live.length;
  }

  const draw = (lasting: readonly string[] = []): void =>
    replace(lasting, liveLines(state, Date.now(), frame, options.style));

  return {
    show(progress, at) {
      if (timer === undefined) {
        timer = setInterval(() => {
          frame += 1;
          draw();
        }, redrawEveryMs);
        timer.unref();
      }
      if (progress.type === 'step') {
        const finished = finishedStep(state, at, true, options.style);
        state = advance(state, progress, at);
        draw(finished);
        return;
      }
      state = advance(state, progress, at);
      const lasting = isTransient(progress) ? [] : lastingLines(progress, options);
      // Whatever else changed is drawn by the timer: a thousand events must not be a thousand redraws.
      if (lasting.length > 0) draw(lasting);
    },
    notice: (line) => draw([line]),
    end(succeeded) {
      clearInterval(timer);
      timer = undefined;
      replace(finishedStep(state, Date.now(), succeeded, options.style), []);
      state = noProgress;
    },
  };
}

/** On a terminal the counts tell of single derivations and nodes; only failures deserve to stay. */
function isTransient(progress: JobProgress): boolean {
  return (progress.type === 'derivation' || progress.type === 'node') && progress.state !== 'failed';
}
