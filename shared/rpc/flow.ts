/**
 * The arithmetic of credit, as pure functions. Both offsets are cumulative byte counts from the stream's start, so a
 * lost or repeated step shows as a wrong number instead of as a slow leak.
 */

/** How many bytes may be on their way and not yet dealt with. Two frames of a busy terminal fit many times over. */
export const windowBytes = 256 * 1024;

/** An acknowledgement is worth a message only now and then; a quarter of the window never lets a sender run dry. */
const acknowledgeEvery = windowBytes / 4;

/** Largest data frame: keeps one stream from holding up the others on a shared channel. */
export const largestChunk = 64 * 1024;

export interface SenderFlow {
  readonly sent: number;
  readonly acknowledged: number;
}

export interface ReceiverFlow {
  readonly received: number;
  readonly consumed: number;
  readonly acknowledged: number;
}

export const newSender: SenderFlow = { sent: 0, acknowledged: 0 };
export const newReceiver: ReceiverFlow = { received: 0, consumed: 0, acknowledged: 0 };

/** Bytes of the next data frame out of `waiting` ones; 0 when the credit is used up or nothing waits. */
export function nextChunk(flow: SenderFlow, waiting: number): number {
  return Math.min(waiting, largestChunk, windowBytes - (flow.sent - flow.acknowledged));
}

export function afterSending(flow: SenderFlow, bytes: number): SenderFlow {
  return { ...flow, sent: flow.sent + bytes };
}

/** `null` when the receiver acknowledges what was never sent, or takes an acknowledgement back. */
export function afterAcknowledgement(flow: SenderFlow, offset: number): SenderFlow | null {
  if (offset < flow.acknowledged || offset > flow.sent) return null;
  return { ...flow, acknowledged: offset };
}

/** `null` when the sender overran its credit. */
export function afterReceiving(flow: ReceiverFlow, bytes: number): ReceiverFlow | null {
  const received = flow.received + bytes;
  return received - flow.acknowledged > windowBytes ? null : { ...flow, received };
}

/** Counts bytes as dealt with; `acknowledge` is the offset to tell the sender now, or `null` to wait for more. */
export function afterConsuming(
  flow: ReceiverFlow,
  bytes: number,
): { readonly flow: ReceiverFlow; readonly acknowledge: number | null } {
  const consumed = flow.consumed + bytes;
  if (consumed - flow.acknowledged < acknowledgeEvery) {
    return { flow: { ...flow, consumed }, acknowledge: null };
  }
  return { flow: { ...flow, consumed, acknowledged: consumed }, acknowledge: consumed };
}
