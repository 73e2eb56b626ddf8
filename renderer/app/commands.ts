/** Everything the user can do, by name: for the palette, menus, buttons, shortcuts, and features that ask others. */
import type { LucideIcon } from 'lucide-react';
import { createRegistry, type Registry } from './registry.ts';

declare const argumentType: unique symbol;

/** A command's identifier, which knows what the command can be given. */
export type CommandKey<Argument = never> = string & { readonly [argumentType]?: Argument };

export interface Command<Argument = never> {
  /** `area.verb`, e.g. `build.start`. */
  readonly id: CommandKey<Argument>;
  /** A verb and its object in sentence case, e.g. “Open project”. */
  readonly title: string;
  /** The group in the palette, e.g. “Project”. */
  readonly category: string;
  readonly icon?: LucideIcon;
  /** Written as `ui/shortcuts.ts` says; the first one is shown. */
  readonly shortcuts?: readonly string[];
  /** The shortcut also holds while a terminal has the keyboard, though a shell could use it. */
  readonly evenInTerminal?: boolean;
  /** Left out of the palette, e.g. because it means nothing without an argument. */
  readonly hidden?: boolean;
  /** Whether it makes sense now. Asked each time it is shown or its shortcut pressed. */
  when?(): boolean;
  /** From the palette and by shortcut it is given nothing. */
  run(argument?: Argument): void | Promise<void>;
  /** The `nxc …` line that does the same, for what is open now. */
  cliLine?(): string | null;
}

export interface CommandRegistry {
  register<Argument = never>(command: Command<Argument>): () => void;
  get(id: string): Command | undefined;
  /** Runs a command; what it throws is told to the user. A command that is not there does nothing. */
  execute<Argument = never>(id: CommandKey<Argument>, argument?: Argument): Promise<void>;
  readonly items: Registry<Command>['items'];
}

/** @param failed is told what a command threw */
export function createCommands(failed: (command: Command, thrown: unknown) => void): CommandRegistry {
  const registry = createRegistry<Command>('command');
  return {
    register: (command) => registry.register(command as Command),
    get: registry.get,
    items: registry.items,
    async execute(id, argument) {
      const command = registry.get(id);
      if (command === undefined || command.when?.() === false) return;
      try {
        await command.run(argument as never);
      } catch (thrown) {
        failed(command, thrown);
      }
    },
  };
}
