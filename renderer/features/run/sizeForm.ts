/** Sizes of machines as they are typed. Pure. */
import type { RoleSize, RoleSizes } from './chosenSizes.ts';

export interface SizeForm {
  readonly role: string;
  /** As typed; empty for what the build asks for. */
  readonly memory: string;
  readonly cores: string;
}

/** The least memory that a machine can be given, and the most cores: what the engine takes. */
const leastMemoryMib = 16;
const mostCores = 255;

export function sizeFormOf(roles: readonly string[], chosen: RoleSizes): SizeForm[] {
  return roles.map((role) => ({
    role,
    memory: String(chosen[role]?.memoryMib ?? ''),
    cores: String(chosen[role]?.cores ?? ''),
  }));
}

/** What is wrong with what was typed, in a sentence; `null` if nothing is. */
export function sizeProblem({ memory, cores }: SizeForm): string | null {
  if (memory.trim() !== '' && !(wholeNumber(memory) >= leastMemoryMib)) {
    return `Memory is a whole number of MiB from ${leastMemoryMib} on, or left empty.`;
  }
  const count = wholeNumber(cores);
  if (cores.trim() !== '' && !(count >= 1 && count <= mostCores)) {
    return `Cores are a whole number from 1 to ${mostCores}, or left empty.`;
  }
  return null;
}

/** Only what was typed; roles without a size are left out. */
export function sizesIn(forms: readonly SizeForm[]): RoleSizes {
  return Object.fromEntries(
    forms.flatMap(({ role, memory, cores }): [string, RoleSize][] => {
      const size = {
        ...(memory.trim() === '' ? {} : { memoryMib: wholeNumber(memory) }),
        ...(cores.trim() === '' ? {} : { cores: wholeNumber(cores) }),
      };
      return Object.keys(size).length === 0 ? [] : [[role, size]];
    }),
  );
}

/** Not a number for anything but digits. */
const wholeNumber = (text: string): number => (/^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN);
