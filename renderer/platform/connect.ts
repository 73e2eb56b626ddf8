/** How this window reaches its engine. */
import { type DesktopContract, desktopContract } from '#shared/contract/desktop.ts';
import { contract, type EngineContract } from '#shared/contract/index.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import type { Client } from '#shared/rpc/define.ts';
import { isDesktopWindow, openMessagePort, openWebSocket } from './channels.ts';
import { createLastingConnection, type LastingConnection } from './lastingConnection.ts';

export type EngineConnection = LastingConnection<EngineContract>;

/** What only the desktop window's own process can do. */
export type Desktop = Client<DesktopContract>['desktop'];

export interface Host {
  readonly connection: EngineConnection;
  /** `null` in a browser. */
  readonly desktop: Desktop | null;
}

/** Connects to whatever stands behind this page, and keeps connected. Calls may be made at once. */
export function connectToHost(): Host {
  if (!isDesktopWindow()) return { connection: connectToEngine(openWebSocket), desktop: null };
  const connection = createLastingConnection(desktopContract, { openChannel: openMessagePort });
  return { connection, desktop: connection.client.desktop };
}

export function connectToEngine(openChannel: () => Promise<Channel>): EngineConnection {
  return createLastingConnection(contract, { openChannel });
}
