/** Reads the JSON files that a build consists of, of whatever flavour it is. */
import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';

/**
 * @returns the file's JSON, of unknown shape
 * @throws AppError `not-built` if the file is gone, `bad-input` if it is no JSON
 */
export async function readBuildFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new AppError(
      gone ? 'not-built' : 'bad-input',
      gone ? `The build is gone: ${path} does not exist.` : `${path} cannot be read as JSON.`,
      { hint: 'Build the composition again: `nxc build`.', details: { raw: String(error) }, cause: error },
    );
  }
}
