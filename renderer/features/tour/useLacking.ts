/** What is missing on this machine that building and starting need. */
import { useApp } from '#renderer/app/context.ts';
import { useChecks } from '#renderer/features/doctor/checks.ts';
import { useSlice } from '#renderer/store/slice.ts';
import type { Check } from '#shared/contract/system.ts';
import type { FlavourName } from '#shared/model/flavours.ts';

/** Names of what is missing; empty also while nothing has been checked yet. */
export function useLacking(): readonly string[] {
  const { workspace } = useApp();
  const { checks } = useChecks();
  const flavour = useSlice(workspace, ({ project }) => (project.phase === 'open' ? project.flavour : null));
  return lackingFor(checks, flavour);
}

function lackingFor(checks: readonly Check[], flavour: FlavourName | null): readonly string[] {
  return checks
    .filter(({ state }) => state === 'failed')
    .filter(({ neededBy }) => neededBy.length === 0 || (flavour !== null && neededBy.includes(flavour)))
    .map(({ title }) => title);
}
