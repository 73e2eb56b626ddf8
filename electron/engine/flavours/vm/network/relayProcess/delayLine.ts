/** Holds packets back for a while, and loses some. What goes in first comes out first, also when the delay changes. */

export interface Fault {
  readonly delayMs: number;
  readonly lossPercent: number;
}

export interface DelayLine {
  take(packet: Uint8Array): void;
  change(fault: Fault): void;
  close(): void;
}

export interface DelayLineOptions {
  deliver(packet: Uint8Array): void;
  /** Between 0 and 1. */
  readonly random?: () => number;
  /** Milliseconds, going only forward. */
  readonly now?: () => number;
}

/** A sender that fills more than this in the time of the delay loses what is too much, as in a real network. */
const maximumHeldBytes = 32 * 1024 ** 2;

export function createDelayLine(first: Fault, options: DelayLineOptions): DelayLine {
  const { deliver, random = Math.random, now = () => performance.now() } = options;
  let fault = first;
  let held: { readonly due: number; readonly packet: Uint8Array }[] = [];
  let heldBytes = 0;
  let timer: NodeJS.Timeout | undefined;

  function deliverDue(): void {
    timer = undefined;
    const moment = now();
    let count = 0;
    while (count < held.length && (held[count]?.due ?? 0) <= moment) count += 1;
    for (const { packet } of held.splice(0, count)) {
      heldBytes -= packet.length;
      deliver(packet);
    }
    const next = held[0];
    // Timers count whole milliseconds and may be early by a part of one.
    if (next !== undefined) timer = setTimeout(deliverDue, Math.max(1, Math.ceil(next.due - moment)));
  }

  return {
    take(packet) {
      if (random() * 100 < fault.lossPercent || heldBytes + packet.length > maximumHeldBytes) return;
      const moment = now();
      const due = Math.max(moment + fault.delayMs, held.at(-1)?.due ?? 0);
      if (due <= moment) return deliver(packet);
      // The memory that it lies in is used again.
      held.push({ due, packet: Uint8Array.from(packet) });
      heldBytes += packet.length;
      timer ??= setTimeout(deliverDue, Math.max(1, Math.ceil(due - moment)));
    },
    change(next) {
      fault = next;
    },
    close() {
      clearTimeout(timer);
      held = [];
      heldBytes = 0;
    },
  };
}
