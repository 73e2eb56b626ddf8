/** One terminal on the screen: xterm with what it needs to be copied from, searched, resized and looked at. */
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { type ILinkHandler, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { isMac } from '#renderer/ui/system.ts';
import { type Appearance, readAppearance, watchAppearance } from './appearance.ts';
import { contextBudget, hasGraphicsCard } from './graphics.ts';
import { clipboardMeaning, systemOf } from './keys.ts';
import { cleanPaste } from './paste.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenOptions {
  /** What it is, for those who cannot see it. */
  readonly label: string;
  /** CSS pixels. */
  readonly fontSize: number;
  /** Lines kept above the screen. */
  readonly scrollback: number;
  readonly isReadOnly?: boolean;
  /** What was typed, and what the terminal answers by itself; see `isReply`. */
  onInput?(data: string): void;
  /** Bytes that are no text: reports of the mouse in their old form. */
  onBinary?(bytes: Uint8Array): void;
  onSize?(size: ScreenSize): void;
  /** The user wants to paste; nothing has been written yet. */
  onPaste?(text: string): void;
  /** An address was clicked with Ctrl or Command. */
  onLink?(address: string): void;
}

export interface FindOptions {
  readonly backwards?: boolean;
  /** Stays at the match that is selected while it still fits: for searching while typing. */
  readonly isGrowing?: boolean;
  readonly isCaseSensitive?: boolean;
}

export interface FindResults {
  /** From 0 on; -1 when there are too many to count or none. */
  readonly index: number;
  readonly count: number;
}

export interface Screen {
  /** Puts it into the page; once. */
  open(place: HTMLElement): void;
  /** `drawn` is called when the bytes have been dealt with: only then may more of them come. */
  write(bytes: Uint8Array | string, drawn?: () => void): void;
  /** Hands text to the program as pasted. */
  paste(text: string): void;
  isBracketedPaste(): boolean;
  /** Whether a program has the whole screen, e.g. an editor. */
  isFullScreen(): boolean;
  size(): ScreenSize;
  /** Fits it to its place after the place has stayed the same for a moment. */
  fitSoon(): void;
  setFontSize(pixels: number): void;
  /** One that nobody sees gives the graphics card back. */
  setVisible(isVisible: boolean): void;
  focus(): void;
  hasFocus(): boolean;
  find(text: string, options?: FindOptions): void;
  endFind(): void;
  onFindResults(listener: (results: FindResults) => void): void;
  selection(): string;
  selectAll(): void;
  /** Everything that is kept, as text. */
  text(): string;
  /** Forgets all but the line of the prompt. */
  clear(): void;
  /** Forgets everything. */
  reset(): void;
  dispose(): void;
}

/** Milliseconds that a place stays the same before the program is told its size: it draws anew each time. */
const fitPause = 60;

/** AA for text of normal size. */
const leastContrast = 4.5;

const system = systemOf(navigator.platform);

export function createScreen(options: ScreenOptions): Screen {
  const { isReadOnly = false } = options;
  let appearance = readAppearance();
  const linkHandler: ILinkHandler = { activate: openLink, hover: explainLink, leave: forgetLink };
  const terminal = new Terminal({
    ...looks(appearance, isReadOnly),
    fontSize: options.fontSize,
    lineHeight: 1.2,
    scrollback: options.scrollback,
    cursorStyle: isReadOnly ? 'bar' : 'block',
    minimumContrastRatio: leastContrast,
    cursorInactiveStyle: isReadOnly ? 'none' : 'outline',
    disableStdin: isReadOnly,
    // Logs are written without a terminal: their lines end with a line feed alone.
    convertEol: isReadOnly,
    macOptionClickForcesSelection: true,
    rightClickSelectsWord: false,
    // The version of Unicode and marks of matches are proposals to xterm, and old ones.
    allowProposedApi: true,
    linkHandler,
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  terminal.loadAddon(new WebLinksAddon(openLink, { hover: explainLink, leave: forgetLink }));

  const disposals: (() => void)[] = [watchAppearance(refreshAppearance)];
  let place: HTMLElement | undefined;
  let fitTimer: ReturnType<typeof setTimeout> | undefined;
  let isVisible = true;
  let releaseGraphics: (() => void) | undefined;
  let loadingGraphics = false;
  let disposed = false;

  function refreshAppearance(): void {
    appearance = readAppearance();
    Object.assign(terminal.options, looks(appearance, isReadOnly));
    fitSoon();
  }

  function openLink(event: MouseEvent, address: string): void {
    if (isMac ? event.metaKey : event.ctrlKey) options.onLink?.(address);
  }

  function explainLink(_event: MouseEvent, address: string): void {
    if (place !== undefined) place.title = `${isMac ? '⌘' : 'Ctrl'} and click opens ${address}`;
  }

  function forgetLink(): void {
    place?.removeAttribute('title');
  }

  function fitNow(): void {
    if (place === undefined || place.clientWidth === 0 || place.clientHeight === 0) return;
    fit.fit();
  }

  function fitSoon(): void {
    clearTimeout(fitTimer);
    fitTimer = setTimeout(fitNow, fitPause);
  }

  /** Draws with the graphics card if there is one to spare; else, and when it is taken away, with elements. */
  async function takeGraphics(): Promise<void> {
    if (!isVisible || place === undefined || releaseGraphics !== undefined || loadingGraphics) return;
    if (!hasGraphicsCard()) return;
    const giveBack = contextBudget.take();
    if (giveBack === null) return;
    loadingGraphics = true;
    try {
      const { WebglAddon } = await import('@xterm/addon-webgl');
      if (disposed || !isVisible) {
        giveBack();
        return;
      }
      const webgl = new WebglAddon();
      releaseGraphics = () => {
        releaseGraphics = undefined;
        webgl.dispose();
        giveBack();
      };
      webgl.onContextLoss(() => releaseGraphics?.());
      terminal.loadAddon(webgl);
    } catch (thrown) {
      releaseGraphics = undefined;
      giveBack();
      console.warn('This terminal is drawn without WebGL.', thrown);
    } finally {
      loadingGraphics = false;
    }
  }

  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== 'keydown') return true;
    const meaning = clipboardMeaning(event, system, terminal.hasSelection());
    if (meaning === null) return true;
    // Pasting is left to the browser, which then tells it as an event and needs no permission for that.
    if (meaning === 'paste') return false;
    event.preventDefault();
    if (terminal.hasSelection()) void navigator.clipboard.writeText(terminal.getSelection());
    return false;
  });
  if (options.onInput !== undefined) terminal.onData(options.onInput);
  terminal.onBinary((data) => options.onBinary?.(Uint8Array.from(data, (letter) => letter.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => options.onSize?.({ columns: cols, rows }));

  return {
    open(element) {
      place = element;
      terminal.open(element);
      terminal.textarea?.setAttribute('aria-label', options.label);
      const paste = (event: ClipboardEvent): void => {
        event.preventDefault();
        event.stopPropagation();
        options.onPaste?.(event.clipboardData?.getData('text/plain') ?? '');
      };
      element.addEventListener('paste', paste, { capture: true });
      const sizes = new ResizeObserver(fitSoon);
      sizes.observe(element);
      disposals.push(() => {
        element.removeEventListener('paste', paste, { capture: true });
        sizes.disconnect();
      });
      fitNow();
      void takeGraphics();
    },
    write: (bytes, drawn) => terminal.write(bytes, drawn),
    paste: (text) => terminal.paste(cleanPaste(text)),
    isBracketedPaste: () => terminal.modes.bracketedPasteMode,
    isFullScreen: () => terminal.buffer.active.type === 'alternate',
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    fitSoon,
    setFontSize(pixels) {
      if (terminal.options.fontSize === pixels) return;
      terminal.options.fontSize = pixels;
      fitSoon();
    },
    setVisible(now) {
      isVisible = now;
      if (!now) {
        releaseGraphics?.();
        return;
      }
      void takeGraphics();
      fitSoon();
    },
    focus: () => terminal.focus(),
    hasFocus: () => place?.contains(document.activeElement) ?? false,
    find(text, { backwards = false, isGrowing = false, isCaseSensitive = false } = {}) {
      const { match, activeMatch } = appearance;
      const searching = {
        caseSensitive: isCaseSensitive,
        incremental: isGrowing,
        decorations: {
          matchBackground: match,
          matchOverviewRuler: match,
          activeMatchBackground: activeMatch,
          activeMatchColorOverviewRuler: activeMatch,
        },
      };
      if (backwards) search.findPrevious(text, searching);
      else search.findNext(text, searching);
    },
    endFind() {
      search.clearDecorations();
      terminal.clearSelection();
    },
    onFindResults(listener) {
      search.onDidChangeResults(({ resultIndex, resultCount }) =>
        listener({ index: resultIndex, count: resultCount }),
      );
    },
    selection: () => terminal.getSelection(),
    selectAll: () => terminal.selectAll(),
    text: () => bufferText(terminal),
    clear: () => terminal.clear(),
    reset: () => terminal.reset(),
    dispose() {
      disposed = true;
      clearTimeout(fitTimer);
      for (const dispose of disposals) dispose();
      releaseGraphics?.();
      terminal.dispose();
    },
  };
}

/** @param isReadOnly where nothing can be typed no cursor says where */
function looks({ theme, fontFamily }: Appearance, isReadOnly: boolean) {
  const { background } = theme;
  const cursor = isReadOnly && background !== undefined ? { cursor: background } : {};
  return { theme: { ...theme, ...cursor }, fontFamily, fontWeight: 400, fontWeightBold: 600 } as const;
}

/** The lines as they were written: those that the screen had to wrap are one. */
function bufferText({ buffer }: Terminal): string {
  const { normal } = buffer;
  const lines: string[] = [];
  for (let row = 0; row < normal.length; row += 1) {
    const line = normal.getLine(row);
    if (line === undefined) continue;
    const next = normal.getLine(row + 1);
    const text = line.translateToString(next?.isWrapped !== true);
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
    else lines.push(text);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
