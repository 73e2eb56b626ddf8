/** What holds a test script on this machine, in words. */
import type { Check } from '#shared/contract/system.ts';
import type { ConfinementLevel } from './confinement.ts';

const everywhere =
  'Test scripts run in an interpreter without access to files, processes or the network of this machine';

const walls: Readonly<Record<ConfinementLevel, { state: Check['state']; description: string }>> = {
  bubblewrap: {
    state: 'passed',
    description: `${everywhere}, and the operating system (bubblewrap) hides all three from it a second time.`,
  },
  namespaces: {
    state: 'passed',
    description: `${everywhere}, and the operating system (namespaces) hides network and processes from it a second time.`,
  },
  process: {
    state: 'warning',
    description: `${everywhere}. The operating system offers no second wall around it here; run only scripts that you trust.`,
  },
};

export function describeConfinement(level: ConfinementLevel): Check {
  const missing = level === 'process' && process.platform === 'linux';
  return {
    id: 'test-sandbox',
    title: 'Sandbox of test scripts',
    ...walls[level],
    fixes: missing
      ? [{ description: 'Install bubblewrap', command: 'apt-get install -y bubblewrap', needsRoot: true }]
      : [],
    documentation: 'docs/test-scripts.md#the-sandbox',
    neededBy: [],
  };
}
