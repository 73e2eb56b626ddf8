import { connect } from 'node:net';
import { join } from 'node:path';
import { relaySocketIn } from './shapeNote.ts';

/** It reads some small files and connects to machines that are there. */
const patienceMs = 10_000;

/** Names of the machines' folders that a deployment's relay stands before; nothing if there is no relay. */
export function askRelay(runFolder: string): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    const socket = connect(join(runFolder, relaySocketIn));
    let text = '';
    const finish = () => {
      socket.destroy();
      resolve(readNames(text));
    };
    socket.setTimeout(patienceMs, finish);
    socket.on('data', (piece) => {
      text += piece.toString();
    });
    socket.on('error', finish).on('end', finish).on('close', finish);
  });
}

function readNames(text: string): readonly string[] | undefined {
  try {
    return JSON.parse(text) as readonly string[];
  } catch {
    // It ended before it answered.
    return undefined;
  }
}
