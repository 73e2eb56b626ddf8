/** Questions to whoever sits at the terminal. */
import type { Session } from './session.ts';

/** Whether somebody can be asked. */
export function canAsk(session: Session): boolean {
  return !session.json && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Asks for yes or no; no is what silence means. */
export async function agrees(session: Session, question: string): Promise<boolean> {
  const { createInterface } = await import('node:readline/promises');
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await ask.question(`${question} [y/N] `, { signal: session.signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    ask.close();
  }
}
