/** Projects whose builds run as virtual machines, in folders of a test file's own. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { planNodes, type RoleDistribution } from '#shared/model/distribution.ts';
import { recordWork } from '../../docker/testing/work.ts';
import type { CommandOutcome, Flavour, StartRequest } from '../../flavour.ts';
import { createMachineFlavour } from '../machineFlavour.ts';
import { identifierOf } from '../state/folders.ts';
import { findProcessesBelow, killProcesses } from '../state/processes.ts';
import { createMachineBuilds } from './machineBuilds.ts';

export interface MachineProject {
  readonly target: Target;
  readonly directory: string;
  readonly composeInfo: string;
  /** Where its machines have their folders. */
  readonly runFolder: string;
}

export interface StartOptions extends Partial<Pick<StartRequest, 'machines' | 'anyway'>> {
  readonly distribution?: RoleDistribution;
  readonly work?: ReturnType<typeof recordWork>;
}

export interface MachineBench {
  readonly directories: { readonly state: string; readonly cache: string };
  readonly flavour: Flavour;
  /** Another process's view of the same machines. */
  another(environment?: NodeJS.ProcessEnv): Flavour;
  /** @param files beside the composition: names, and what they are copies of */
  makeProject(composition?: string, files?: Readonly<Record<string, string>>): Promise<MachineProject>;
  start(project: MachineProject, options?: StartOptions): Promise<Deployment>;
  run(project: MachineProject, node: string, command: string): Promise<string>;
}

/** What a test starts is ended after it; templates are kept for the whole file. */
export function createMachineBench(name: 'vm' | 'vm-ramdisk' = 'vm'): MachineBench {
  const home = mkdtempSync(join(tmpdir(), 'nxc-vm-'));
  const directories = { state: join(home, 'state'), cache: join(home, 'cache') };
  const another = (environment: NodeJS.ProcessEnv = process.env) =>
    createMachineFlavour({ name, environment, directories });
  const flavour = another();
  const builds = createMachineBuilds();
  const projects: string[] = [];

  afterEach(async () => {
    await killProcesses(await findProcessesBelow(home));
    rmSync(join(directories.state, 'vm'), { recursive: true, force: true });
    for (const directory of projects.splice(0)) rmSync(directory, { recursive: true, force: true });
  });
  afterAll(async () => {
    await (await builds).close();
    rmSync(home, { recursive: true, force: true });
  });

  return {
    directories,
    flavour,
    another,
    async makeProject(composition, files) {
      const composeInfo = await (await builds).build(name, composition, files);
      const directory = mkdtempSync(join(tmpdir(), 'nxc-project-'));
      projects.push(directory);
      mkdirSync(join(directory, 'build'));
      symlinkSync(composeInfo, join(directory, 'build', `composition::${name}`));
      const target = { directory, composition: 'composition', flavour: name };
      return {
        target,
        directory,
        composeInfo,
        runFolder: join(directories.state, 'vm', identifierOf(target)),
      };
    },
    start({ target, composeInfo }, { distribution = {}, work = recordWork(), ...request } = {}) {
      const nodes = planNodes(['server', 'client'], distribution);
      return flavour.start({ target, composeInfo, nodes, reuse: false, ...request }, work);
    },
    async run({ target }, node, command) {
      const channel = await flavour.openChannel({ target, node });
      try {
        return textOf(await channel.run(command));
      } finally {
        await channel.close();
      }
    },
  };
}

/** What a command wrote, which must have succeeded. */
export function textOf({ exitCode, stdout, stderr }: CommandOutcome): string {
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${Buffer.from(stderr).toString()}`);
  return Buffer.from(stdout).toString('utf8');
}
