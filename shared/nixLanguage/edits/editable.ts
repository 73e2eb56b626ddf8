/** What every edit asks before it begins, and says when the answer is no. */
import { AppError } from '../../errors.ts';
import type { ReadRole } from '../composition/roles.ts';
import { type CompositionSource, readSource } from '../composition/source.ts';
import type { NixDocument } from '../syntax/document.ts';

const roleName = /^[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const attributePath = /^[a-zA-Z_][a-zA-Z0-9_'-]*(?:\.[a-zA-Z_][a-zA-Z0-9_'-]*)*$/;

/**
 * The parts of a composition, for an edit.
 *
 * @throws AppError `conflict` when the text has a syntax problem: what is not understood is not changed
 */
export function editableSource(document: NixDocument): CompositionSource {
  const [problem] = document.problems;
  if (problem === undefined) return readSource(document);
  const { line, column } = document.lines.positionAt(problem.start);
  throw new AppError(
    'conflict',
    `The composition cannot be changed from here while line ${line}, column ${column} has a mistake: ${problem.message}`,
    { hint: problem.hint },
  );
}

/**
 * @throws AppError `not-found` when the composition has no such role, `unsupported` when it is written in another file
 *   or in a way that cannot be edited
 */
export function editableRole(source: CompositionSource, name: string): ReadRole {
  const role = source.roles.find((candidate) => candidate.role.name === name);
  if (role === undefined) {
    const names = source.roles.map((candidate) => candidate.role.name).join(', ');
    throw new AppError('not-found', `The composition has no role “${name}”.`, {
      hint: names === '' ? 'It has no role yet: add one.' : `Its roles are: ${names}.`,
    });
  }
  if (role.role.declarations.length === 0) {
    throw new AppError(
      'unsupported',
      `The role “${name}” is only named in an inherit, and cannot be changed from here.`,
      {
        hint: 'Change it in the text, where its value is written.',
      },
    );
  }
  return role;
}

/** @throws AppError `bad-input` when it is no name for a role, `conflict` when the composition has such a role */
export function assertFreeRoleName(source: CompositionSource, name: string): void {
  if (!roleName.test(name)) {
    throw new AppError('bad-input', `“${name}” cannot be the name of a role.`, {
      hint: 'A role’s name is also that of a host: a letter, then letters, digits and hyphens, at most 63 in all.',
    });
  }
  if (source.roles.some(({ role }) => role.name === name)) {
    throw new AppError('conflict', `The composition has a role “${name}” already.`, {
      hint: 'Choose another name.',
    });
  }
}

/** @throws AppError `bad-input` when it is no attribute name or path such as `nginx` or `python3Packages.requests` */
export function assertAttributePath(path: string, what: string): void {
  if (attributePath.test(path)) return;
  throw new AppError('bad-input', `“${path}” cannot be the name of a ${what}.`, {
    hint: 'Names are made of letters, digits, - and _; dots stand between the parts of a longer one.',
  });
}
