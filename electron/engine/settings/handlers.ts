import type { recents as recentsContract, settings as settingsContract } from '#shared/contract/settings.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { SettingsStore } from './index.ts';
import type { Recents } from './recents.ts';

/** The `settings` area of the contract. */
export function createSettingsHandlers(store: SettingsStore): AreaHandlers<typeof settingsContract> {
  return {
    read: () => store.read(),
    write: ({ changes }) => store.write(changes),
    setAside: () => store.setAside(),
    changed: (emit) => store.onChange(emit),
  };
}

/** The `recents` area of the contract. */
export function createRecentsHandlers(recents: Recents): AreaHandlers<typeof recentsContract> {
  return {
    list: () => recents.list(),
    remember: ({ directory, name }) => recents.remember(directory, name),
    forget: ({ directory }) => recents.forget(directory),
  };
}
