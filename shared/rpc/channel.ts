/**
 * All that the contract asks of a transport: whole messages, in order, without loss until it closes. A message port,
 * a WebSocket and a pair of arrays in memory are all one of these.
 */
export interface Channel {
  /** Hands one message over, never calling the other side back before it returns. Does nothing once closed. */
  send(bytes: Uint8Array): void;
  /** Registers the one receiver; messages that came before are delivered first. */
  onMessage(receive: (bytes: Uint8Array) => void): void;
  /** Registers the one receiver of the end, from whichever side; called at once if it has come already. */
  onClose(closed: () => void): void;
  close(): void;
}
