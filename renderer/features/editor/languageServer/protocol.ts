/** The little of the Language Server Protocol that is used here, read with care: servers differ. */

/** As the protocol counts: lines and UTF-16 units from 0. */
export interface ServerPosition {
  readonly line: number;
  readonly character: number;
}

export interface ServerRange {
  readonly start: ServerPosition;
  readonly end: ServerPosition;
}

export interface ServerOffer {
  readonly label: string;
  /** The protocol's number of what it is; 0 when it does not say. */
  readonly kind: number;
  readonly detail: string;
  /** Markdown. */
  readonly text: string;
  readonly insert: string;
  readonly isSnippet: boolean;
  /** What is replaced; `null` for the word at the cursor. */
  readonly range: ServerRange | null;
}

export interface ServerDiagnostic {
  readonly range: ServerRange;
  readonly message: string;
  readonly severity: 'error' | 'warning';
}

export interface ServerLocation {
  readonly uri: string;
  readonly range: ServerRange;
}

type Fields = Readonly<Record<string, unknown>>;

/** More than anybody reads; typing on asks again. */
const mostOffers = 300;

export function readOffers(answer: unknown): {
  readonly offers: ServerOffer[];
  readonly isIncomplete: boolean;
} {
  const items = Array.isArray(answer) ? answer : listOf(fieldsOf(answer)?.items);
  return {
    offers: items.slice(0, mostOffers).flatMap((item) => readOffer(fieldsOf(item)) ?? []),
    isIncomplete: fieldsOf(answer)?.isIncomplete === true || items.length > mostOffers,
  };
}

function readOffer(item: Fields | null): ServerOffer | null {
  if (item === null || typeof item.label !== 'string') return null;
  const edit = fieldsOf(item.textEdit);
  const newText = edit?.newText ?? item.insertText ?? item.label;
  return {
    label: item.label,
    kind: typeof item.kind === 'number' ? item.kind : 0,
    detail: textOf(item.detail),
    text: readMarkdown(item.documentation) ?? '',
    insert: textOf(newText),
    isSnippet: item.insertTextFormat === 2,
    range: readRange(edit?.range ?? edit?.replace),
  };
}

/** Hovers and documentation: plain text, Markdown, or code in a language, alone or as a list. */
export function readMarkdown(contents: unknown): string | null {
  if (typeof contents === 'string') return contents === '' ? null : contents;
  if (Array.isArray(contents)) {
    const parts = contents.flatMap((part) => readMarkdown(part) ?? []);
    return parts.length === 0 ? null : parts.join('\n\n');
  }
  const { value, language } = fieldsOf(contents) ?? {};
  if (typeof value !== 'string' || value === '') return null;
  return typeof language === 'string' ? `\`\`\`${language}\n${value}\n\`\`\`` : value;
}

export function readLocations(answer: unknown): ServerLocation[] {
  return (Array.isArray(answer) ? answer : [answer]).flatMap((each) => {
    const location = fieldsOf(each);
    const uri = location?.uri ?? location?.targetUri;
    const range = readRange(location?.range ?? location?.targetSelectionRange);
    return typeof uri === 'string' && range !== null ? [{ uri, range }] : [];
  });
}

/** Mistakes and warnings; hints about style are left out. */
export function readDiagnostics(list: unknown): ServerDiagnostic[] {
  return listOf(list).flatMap((each) => {
    const { message, severity = 1, ...rest } = fieldsOf(each) ?? {};
    const range = readRange(rest.range);
    if (typeof message !== 'string' || range === null || (severity !== 1 && severity !== 2)) return [];
    return [{ range, message, severity: severity === 1 ? ('error' as const) : ('warning' as const) }];
  });
}

function readRange(value: unknown): ServerRange | null {
  const { start, end } = fieldsOf(value) ?? {};
  const from = readPosition(start);
  const to = readPosition(end);
  return from === null || to === null ? null : { start: from, end: to };
}

function readPosition(value: unknown): ServerPosition | null {
  const { line, character } = fieldsOf(value) ?? {};
  return typeof line === 'number' && typeof character === 'number' ? { line, character } : null;
}

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** @param directory absolute @param path relative to it */
export function uriOf(directory: string, path = ''): string {
  const whole = path === '' ? directory : `${directory}/${path}`;
  return `file://${whole.split('/').map(encodeURIComponent).join('/')}`;
}

/** The path inside a project; `null` for what is elsewhere. */
export function pathInside(directory: string, uri: string): string | null {
  if (!uri.startsWith('file://')) return null;
  let path: string;
  try {
    path = decodeURIComponent(uri.slice('file://'.length));
  } catch {
    return null;
  }
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null;
}
