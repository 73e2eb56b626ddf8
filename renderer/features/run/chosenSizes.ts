/** Memory and cores that the user wants for the machines of each role. Remembered for each target, as the nodes are. */
import type { AppContext } from '#renderer/app/context.ts';
import { recall, remember } from '#renderer/app/memory.ts';
import { areMachines } from '#renderer/features/machines/nodeActions.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import { targetKey } from './operations.ts';
import { perApp } from './perApp.ts';

export interface RoleSize {
  readonly memoryMib?: number;
  readonly cores?: number;
}

/** By role; what is left out is as the build asks for. */
export type RoleSizes = Readonly<Record<string, RoleSize>>;

type Choices = Readonly<Record<string, RoleSizes>>;

export interface ChosenSizes extends ReadableSlice<Choices> {
  choose(target: Target, sizes: RoleSizes): void;
  /** Empty where nodes are no machines. */
  forStart(target: Target): RoleSizes;
}

const memoryName = 'sizes';

function createChosenSizes(_: AppContext): ChosenSizes {
  const slice = createSlice<Choices, { readonly key: string; readonly sizes: RoleSizes }>(
    {},
    (choices, { key, sizes }) => ({ ...choices, [key]: sizes }),
  );
  const nameOf = ({ composition, flavour }: Target): string => `${composition}::${flavour}`;
  return {
    getState: slice.getState,
    getInitialState: slice.getInitialState,
    subscribe: slice.subscribe,
    choose(target, sizes) {
      slice.dispatch({ key: targetKey(target), sizes });
      const others = recall(memoryName, target.directory, isChoices) ?? {};
      remember(memoryName, target.directory, { ...others, [nameOf(target)]: sizes });
    },
    forStart(target) {
      if (!areMachines(target.flavour)) return {};
      const known = slice.getState()[targetKey(target)];
      return known ?? recall(memoryName, target.directory, isChoices)?.[nameOf(target)] ?? {};
    },
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNumber = (value: unknown): boolean => value === undefined || typeof value === 'number';

function isChoices(value: unknown): value is Choices {
  return (
    isObject(value) &&
    Object.values(value).every(
      (sizes) =>
        isObject(sizes) &&
        Object.values(sizes).every(
          (size) => isObject(size) && isNumber(size.memoryMib) && isNumber(size.cores),
        ),
    )
  );
}

export const chosenSizesOf = perApp(createChosenSizes);
