/** What the engine is asked to do, one job after the other. */
import type { RoleDistribution } from '#shared/model/distribution.ts';

export type StepKind = 'build' | 'start' | 'stop' | 'test';

export type Step =
  | { readonly kind: 'build'; readonly dryRun?: boolean }
  | {
      readonly kind: 'start';
      readonly reuse: boolean;
      readonly distribution?: RoleDistribution;
      /** Even if there is too little memory. */
      readonly anyway?: boolean;
    }
  | { readonly kind: 'stop' }
  | { readonly kind: 'test' };

/** What is going on, in the words of a button that shows it. */
export const doing: Readonly<Record<StepKind, string>> = {
  build: 'Building',
  start: 'Starting',
  stop: 'Stopping',
  test: 'Testing',
};
