/** The script of a run: from the build that was deployed, or given by the user. */
import { readFile } from 'node:fs/promises';
import type { Target } from '#shared/contract/common.ts';
import { AppError, type SourcePosition } from '#shared/errors.ts';
import { findScriptPosition, type ScriptPosition } from './scriptPosition.ts';

export interface TestScript {
  /** As tracebacks name it. */
  readonly name: string;
  readonly source: string;
  /** Where its text can be edited; `null` when that is not known. */
  readonly position: ScriptPosition | null;
}

/** Name of a script that came out of a build. */
const builtName = 'test script';

/**
 * The test script that was built into a deployment.
 *
 * @param composeInfo path of the compose-info JSON
 * @throws AppError `not-found` when the composition has none, `not-built` when the build is gone
 */
export async function readBuiltScript(target: Target, composeInfo: string): Promise<TestScript> {
  const path = scriptPath(await readJson(composeInfo), target.composition);
  const source = path === null ? '' : await readText(path);
  if (source.trim() === '') {
    throw new AppError('not-found', `The composition “${target.composition}” has no test script.`, {
      hint: "Add testScript = ''…''; to it and build again, or give a script: nxc driver script.py.",
    });
  }
  return { name: builtName, source, position: await findScriptPosition(target.directory, source) };
}

/** Position in the user's file of a line of the script. */
export function positionOf(script: TestScript, line: number | null, column = 1): SourcePosition | null {
  if (line === null || script.position === null) return null;
  return { file: script.position.file, line: script.position.firstLine + line - 1, column };
}

/** Flavours with one image for all roles list the compositions, the others have one. */
function scriptPath(composeInfo: unknown, composition: string): string | null {
  const own = property(composeInfo, 'test_script');
  const listed = property(property(property(composeInfo, 'compositions_info'), composition), 'test_script');
  const path = own ?? listed;
  return typeof path === 'string' && path !== '' ? path : null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('not-built', `The build result ${path} is not JSON.`, {
      hint: 'Build the composition again: nxc build.',
      cause: error,
    });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new AppError('not-built', `The build that this deployment was started from is gone: ${path}`, {
      hint: 'Build and start it again: nxc build, then nxc start.',
      cause: error,
    });
  }
}
