/** Takes the text of a Nix error apart: what it says, and the places that it names. */
import { stripAnsi } from '../ansi.ts';

/** A place in Nix's own words: the file is often a copy in the store. `line` and `column` count from 1. */
interface NixPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface NixErrorLayout {
  /** What went wrong, without source excerpts, places and trace; its lines as Nix broke them. */
  readonly message: string;
  /** Every place named, the likeliest cause first. */
  readonly places: readonly NixPlace[];
  /** Files named without a line, e.g. by nixpkgs' module system. */
  readonly files: readonly string[];
}

const excerptLine = /^\s*\d*\|/;
const placeLine = /^\s*at (.+):(\d+):(\d+):?$/;
const traceLine = /^\s*…/;
const errorLine = /^\s*error:\s?(.*)$/;
const noise =
  /^\s*\((?:use '--show-trace'|stack trace truncated|\d+ duplicate frames)[^)]*\)$|^Try 'nix .*--help' for/;

/** A place inside a sentence: a path that begins with a slash (or a « » source) and ends in line and column. */
const inlinePlace = /((?:\/|«)[^\s`'"]*?):(\d+):(\d+)/g;
const inlineFile = /[`'"](\/[^\s`'"]+\.nix)['"]/g;

/**
 * Reads both layouts: the error first and its trace after it (Nix up to 2.19), and the trace first with the error at
 * its end (later versions).
 */
export function layOut(raw: string): NixErrorLayout {
  const lines = stripAnsi(raw)
    .split('\n')
    .filter((line) => !noise.test(line));
  const { core, trace } = splitTrace(lines);
  const text = core.filter((line) => !excerptLine.test(line) && !placeLine.test(line));
  const message = text.map(withoutIndentation).join('\n').trim();
  return {
    message,
    places: distinct([...linePlaces(core), ...sentencePlaces(message), ...linePlaces(trace)]),
    files: [...message.matchAll(inlineFile)].map(([, file = '']) => file),
  };
}

function splitTrace(lines: readonly string[]): { core: string[]; trace: string[] } {
  const first = lines.findIndex((line) => errorLine.test(line));
  if (first === -1) return { core: [...lines], trace: [] };
  const next = lines.slice(first + 1).find((line) => line.trim() !== '');
  const traceComesFirst = lines[first]?.trim() === 'error:' && next !== undefined && traceLine.test(next);
  const start = traceComesFirst ? lines.findLastIndex((line) => errorLine.test(line)) : first;
  const body = lines.slice(start);
  const end = body.findIndex((line) => traceLine.test(line));
  const core = (end === -1 ? body : body.slice(0, end)).map((line, index) =>
    index === 0 ? line.replace(errorLine, '$1') : line,
  );
  // The frame nearest to the error says most: with the trace in front, that is its last one.
  const before = traceComesFirst ? lines.slice(first + 1, start).reverse() : [];
  return { core, trace: [...before, ...(end === -1 ? [] : body.slice(end))] };
}

function linePlaces(lines: readonly string[]): NixPlace[] {
  return lines.flatMap((line) => {
    const match = placeLine.exec(line);
    if (match === null) return [];
    const [, path = '', row = '', column = ''] = match;
    return [{ path, line: Number(row), column: Number(column) }];
  });
}

function sentencePlaces(message: string): NixPlace[] {
  return [...message.matchAll(inlinePlace)].map(([, path = '', line = '', column = '']) => ({
    path,
    line: Number(line),
    column: Number(column),
  }));
}

function distinct(places: readonly NixPlace[]): NixPlace[] {
  const byText = new Map(places.map((place) => [`${place.path}:${place.line}:${place.column}`, place]));
  return [...byText.values()];
}

/** Nix indents what follows the first line by seven spaces. */
function withoutIndentation(line: string): string {
  return line.replace(/^ {7}/, '').trimEnd();
}
