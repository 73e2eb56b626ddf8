import type { FlavourName } from '#shared/model/flavours.ts';
import type { MachineFolders } from '../state/folders.ts';

/** What everything that deals with deployments needs. */
export interface MachineContext {
  readonly flavour: FlavourName;
  readonly folders: MachineFolders;
  readonly cacheDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
}
