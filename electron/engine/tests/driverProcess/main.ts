/**
 * The process in which test scripts run, with as few rights as can be had (see docs/test-scripts.md). It has one
 * thread and reads its pipe blockingly; what interrupts a busy script is a byte in a file that the engine holds too.
 */
import { randomBytes } from 'node:crypto';
import { readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import vm from 'node:vm';
import { readFrame, writeFrame, writeMessage, writeText } from './pipe.ts';
import { createRealm, type RealmFiles } from './realm.ts';

const interruptFile = 3;
const interruptSignal = 2;

// Kept before the globals go. Importing `node:process` instead would touch `process.stdout`, which makes the pipe
// non-blocking.
const exit: (code: number) => never = process.exit;

/** How often a busy script looks whether it is to stop, in milliseconds. */
const interruptInterval = 20;
/** How often a busy script makes sure that the engine is still there, in milliseconds. */
const heartbeatInterval = 2000;

interface InterruptCheck {
  /** 2 when the script is to be interrupted, else 0. */
  check(): number;
  /** What was meant for an earlier script must not stop the next one. */
  begin(interruptions: unknown): void;
}

/** Byte 0 of the file counts interruptions; each is delivered once. */
function createInterruptCheck(): InterruptCheck {
  const byte = new Uint8Array(1);
  let delivered = 0;
  let nextCheck = 0;
  let nextHeartbeat = 0;
  function check(): number {
    const now = performance.now();
    if (now < nextCheck) return 0;
    nextCheck = now + interruptInterval;
    if (now >= nextHeartbeat) {
      nextHeartbeat = now + heartbeatInterval;
      tellEngine();
    }
    readSync(interruptFile, byte, 0, 1, 0);
    const wanted = byte[0] ?? 0;
    if (wanted === delivered) return 0;
    delivered = wanted;
    return interruptSignal;
  }
  return {
    check,
    begin: (interruptions) => {
      if (typeof interruptions === 'number') delivered = interruptions;
    },
  };
}

/**
 * Second line of defence: should an object of this realm ever leak into Python's, it leads to nothing. No global of
 * Node's is left, and what is left of the language cannot be changed under our feet.
 */
function disarmRealm(): void {
  const language = new Set<string>(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)'));
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!language.has(name)) {
      Reflect.deleteProperty(globalThis, name);
      continue;
    }
    const value: unknown = Reflect.get(globalThis, name);
    if (typeof value === 'function') Object.freeze(value.prototype);
    if (value !== globalThis) Object.freeze(value);
  }
}

/** A script must not outlive its engine. Here an exception would only reach the script, so the process ends. */
function tellEngine(): void {
  try {
    writeMessage({ type: 'heartbeat' });
  } catch {
    exit(0);
  }
}

function nextRequest(): string {
  const frame = readFrame();
  if (frame === null) exit(0);
  return frame.payload.toString('utf8');
}

async function main(): Promise<void> {
  const files = JSON.parse(nextRequest()) as RealmFiles;
  const interruptions = createInterruptCheck();
  const realm = await createRealm(files, {
    call(request) {
      if (typeof request !== 'string') return '{"outcome":"refused","message":"A request must be text."}';
      writeText(request);
      return nextRequest();
    },
    emit(text, line) {
      if (typeof text !== 'string') return;
      writeMessage({ type: 'printed', text, line: Number.isSafeInteger(line) ? line : null });
    },
    now: () => performance.now(),
    interrupt: interruptions.check,
    randomByte: () => randomBytes(1)[0] ?? 0,
  });
  if (realm.snapshot !== null) writeFrame('bytes', realm.snapshot);
  disarmRealm();
  writeMessage({ type: 'ready' });
  for (;;) {
    const request = nextRequest();
    interruptions.begin((JSON.parse(request) as { interruptions?: unknown }).interruptions);
    writeText(realm.handle(request));
  }
}

await main();
