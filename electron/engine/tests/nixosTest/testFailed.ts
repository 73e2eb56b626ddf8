import type { TestFailure } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';

/** A failed test of the NixOS test framework as an error. Its machines ended with the build. */
export function testFailedInBuild(failure: TestFailure, composition: string): AppError {
  const { message, line, position, traceback, node, lastLines } = failure;
  const where = line === null || position !== null ? '' : ` in line ${line}`;
  const log =
    lastLines.length === 0 ? '' : `\n\nThe last lines of ${node ?? 'the log'}:\n${lastLines.join('\n')}`;
  return new AppError('test-failed', `The test script failed${where}: ${message}`, {
    hint:
      'The machines ended with the build. To have them at hand, build the driver and start it in a terminal: ' +
      `\`nxc start --build -C ${composition}::nixos-test-driver\`.`,
    details: {
      raw: `${traceback}${log}`,
      ...(position === null ? {} : { position }),
      ...(node === null ? {} : { node }),
    },
  });
}
