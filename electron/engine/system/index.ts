/** This machine: what the engine needs of it, what is missing and how to get it. */
import type { Check } from '#shared/contract/system.ts';
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { checkDiskSpace } from './checks/disk.ts';
import { checkDocker } from './checks/docker.ts';
import { checkNix, checkNixStore } from './checks/nix.ts';
import { checkBusybox, checkGit, checkTmux } from './checks/programs.ts';
import { checkTestSandbox } from './checks/testSandbox.ts';
import { checkKernel, checkKvm, checkQemu } from './checks/virtualization.ts';
import { type Finding, toCheck } from './finding.ts';
import { type Machine, readMachine } from './machine.ts';
import { planRepair, type Remedy } from './remedies.ts';
import { runRepairStep } from './runRepair.ts';

export interface SystemDependencies {
  readonly environment: NodeJS.ProcessEnv;
  /** Where logs of what is started go. */
  readonly stateDirectory: string;
}

interface RepairRequest {
  /** Identifiers of checks; every failed one when empty. */
  readonly checks: readonly string[];
  readonly flavour?: FlavourName;
}

export interface System {
  /** Every check that matters for the flavour (all of them when none is named), in a fixed order. */
  preflight(flavour?: FlavourName): Promise<Check[]>;
  /**
   * Runs the fixes and checks again. A check that still fails afterwards is part of the answer, not an error.
   *
   * @throws AppError `bad-input` for a check that does not exist, `permission-denied` or `internal` with the
   *   command that failed
   */
  repair(request: RepairRequest, work: WorkContext): Promise<Check[]>;
}

/** Some find worse what the flavour that is asked for cannot do without. */
const checks: readonly ((machine: Machine, flavour?: FlavourName) => Promise<Finding>)[] = [
  checkNix,
  checkNixStore,
  checkDocker,
  checkBusybox,
  checkGit,
  checkTmux,
  checkDiskSpace,
  checkTestSandbox,
  checkQemu,
  checkKernel,
  checkKvm,
];

/** Installing Docker brings it but does not everywhere start it: that shows only once it is there. */
const repairRounds = 3;

export function createSystem({ environment, stateDirectory }: SystemDependencies): System {
  const machine = readMachine(environment, stateDirectory);

  async function look(flavour: FlavourName | undefined): Promise<Finding[]> {
    const here = await machine;
    const findings = await Promise.all(checks.map((check) => check(here, flavour)));
    return findings.filter(
      ({ neededBy }) => flavour === undefined || neededBy.length === 0 || neededBy.includes(flavour),
    );
  }

  return {
    async preflight(flavour) {
      const here = await machine;
      return (await look(flavour)).map((found) => toCheck(here, found));
    },
    async repair({ checks: wanted, flavour }, work) {
      const here = await machine;
      let findings = await look(flavour);
      refuseUnknown(wanted, findings);
      const done = new Set<string>();
      for (let round = 0; round < repairRounds; round++) {
        const steps = planRepair(here, firstRemedies(findings, wanted)).filter(
          ({ command }) => !done.has(command),
        );
        if (steps.length === 0) break;
        for (const step of steps) {
          work.signal.throwIfAborted();
          done.add(step.command);
          await runRepairStep(step, here, work);
        }
        findings = await look(flavour);
      }
      return findings.map((found) => toCheck(here, found));
    },
  };
}

function firstRemedies(findings: readonly Finding[], wanted: readonly string[]): Remedy[] {
  return findings
    .filter(({ id, state }) =>
      wanted.length === 0 ? state === 'failed' : wanted.includes(id) && state !== 'passed',
    )
    .flatMap(({ remedies }) => remedies.slice(0, 1));
}

function refuseUnknown(wanted: readonly string[], findings: readonly Finding[]): void {
  const known = findings.map(({ id }) => id);
  const unknown = wanted.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new AppError('bad-input', `There is no check “${unknown}”.`, {
    hint: `The checks are: ${known.join(', ')}.`,
  });
}
