import { describe, expect, test } from 'vitest';
import type { SerializedError } from '#shared/errors.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';
import { arrangeProblems, engineProblem, neighbour, serverProblem, textProblems } from './problem.ts';

function evaluationError(file: string, line: number, message = 'There is no “x”.'): SerializedError {
  return {
    code: 'nix-evaluation',
    message,
    retryable: false,
    details: { position: { file, line, column: 3 } },
  };
}

describe('problems', () => {
  test('of the text say where, what, and how to put it right', () => {
    const [problem] = textProblems('a.nix', parseNix('{\n  a = 1\n}\n'));
    expect(problem).toMatchObject({ place: { path: 'a.nix', line: 2 }, source: 'text' });
    expect(problem?.fix).not.toBeNull();
  });

  test('of Nix are found in the project, however their file is written', () => {
    const places = ['a.nix', '/lab/a.nix', '/nix/store/x-source/a.nix'].map(
      (file) => engineProblem(evaluationError(file, 4), 'nix', '/lab').place?.path,
    );
    expect(places).toEqual(['a.nix', 'a.nix', undefined]);
  });

  test('say their place once', () => {
    const message = 'roles/a.nix:4:3: There is no option “x”.';
    expect(engineProblem(evaluationError('roles/a.nix', 4, message), 'nix', '/lab').message).toBe(
      'There is no option “x”.',
    );
    expect(engineProblem(evaluationError('b.nix', 4, message), 'nix', '/lab').message).toBe(message);
  });

  test('are told once, and by the parser where it knows better', () => {
    const text = textProblems('broken.nix', parseNix('{ a = 1 }'));
    const nix = ['broken.nix', 'b.nix'].map((file) => engineProblem(evaluationError(file, 1), 'nix', '/lab'));
    const build = engineProblem(evaluationError('b.nix', 1), 'build', '/lab');
    expect(arrangeProblems(text, [...nix, build]).map(({ place, source }) => [place?.path, source])).toEqual([
      ['b.nix', 'nix'],
      ['broken.nix', 'text'],
    ]);
  });

  test('are gone through in their order, around the ends', () => {
    const problems = arrangeProblems(
      [],
      [
        engineProblem(evaluationError('b.nix', 2), 'nix', '/lab'),
        engineProblem(evaluationError('a.nix', 5), 'nix', '/lab'),
      ],
    );
    const at = (path: string, line: number) => ({ path, line, column: 3 });
    expect(neighbour(problems, null, 'next')?.place?.path).toBe('a.nix');
    expect(neighbour(problems, at('a.nix', 5), 'next')?.place?.path).toBe('b.nix');
    expect(neighbour(problems, at('b.nix', 2), 'next')?.place?.path).toBe('a.nix');
    expect(neighbour(problems, at('a.nix', 1), 'previous')?.place?.path).toBe('b.nix');
    expect(neighbour([], at('a.nix', 1), 'next')).toBeNull();
  });
});

test('what a language server finds is shown where nothing else is said of the line', () => {
  const at = (line: number) => ({
    range: { start: { line: line - 1, character: 0 }, end: { line: line - 1, character: 3 } },
    message: 'of the server',
    severity: 'warning' as const,
  });
  const text = textProblems('a.nix', parseNix('{ a = 1 }'));
  const nix = [engineProblem(evaluationError('b.nix', 2), 'nix', '/lab')];
  const server = [
    serverProblem('a.nix', at(1)),
    serverProblem('b.nix', at(2)),
    serverProblem('b.nix', at(3)),
  ];
  expect(
    arrangeProblems(text, nix, server).map(({ place, source }) => [place?.path, place?.line, source]),
  ).toEqual([
    ['a.nix', 1, 'text'],
    ['b.nix', 2, 'nix'],
    ['b.nix', 3, 'server'],
  ]);
});
