/** How this window reaches its engine. */
import { contract, type EngineContract } from '#shared/contract/index.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { openHostChannel } from './channels.ts';
import { createLastingConnection, type LastingConnection } from './lastingConnection.ts';

export type EngineConnection = LastingConnection<EngineContract>;

/** Connects to the engine behind this page, and keeps connected. Calls may be made at once. */
export function connectToEngine(openChannel: () => Promise<Channel> = openHostChannel): EngineConnection {
  return createLastingConnection(contract, { openChannel });
}
