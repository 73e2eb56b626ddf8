/** How well a test script is locked in here. */
import { findConfinement } from '../../tests/sandbox/confinement.ts';
import { describeConfinement } from '../../tests/sandbox/describeConfinement.ts';
import type { Finding } from '../finding.ts';
import type { Machine } from '../machine.ts';
import { installRemedies } from '../remedies.ts';

export async function checkTestSandbox(machine: Machine): Promise<Finding> {
  const { level } = await findConfinement(machine.environment.PATH ?? '');
  const { fixes, ...check } = describeConfinement(level);
  return { ...check, remedies: fixes.length === 0 ? [] : installRemedies(machine, 'bubblewrap') };
}
