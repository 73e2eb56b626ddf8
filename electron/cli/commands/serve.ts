import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RunWork } from '../commandOptions.ts';
import type { Session } from '../session.ts';

interface ServeOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly tutorial?: boolean;
}

export function declareServe(program: Command, run: RunWork): Command {
  return program
    .command('serve')
    .summary('the graphical window, in a browser')
    .description(
      'Serves the graphical window to a browser on this machine, until Ctrl-C. Nodes go on running without it. The ' +
        'printed address works once; run the command again for another one of the same server. From another ' +
        'machine: nxc serve --port 8765 there, ssh -L 8765:127.0.0.1:8765 here.',
    )
    .argument('[folder]', 'the project to show (this one, else the one that was open last)')
    .addOption(new Option('--port <number>', 'listen on this port').argParser(parsePort))
    .option('--open', 'open it in a browser, if there is a display')
    .option('--tutorial', 'make and show the tutorial if no project was ever opened')
    .action((folder: string | undefined, options: ServeOptions, command: Command) => {
      const directory: unknown = command.optsWithGlobals().directory;
      const named = folder ?? (typeof directory === 'string' ? directory : undefined);
      return run(command, (session) => serve(session, named, options));
    });
}

async function serve(session: Session, named: string | undefined, options: ServeOptions): Promise<void> {
  const { serveBrowser } = await import('../../serve/serveBrowser.ts');
  session.signal.addEventListener('abort', () => session.print('Stopping … (nodes go on running)'), {
    once: true,
  });
  await serveBrowser({
    named: named === undefined ? null : resolve(named),
    near: process.cwd(),
    tutorial: options.tutorial === true,
    port: options.port ?? 0,
    open: options.open === true,
    signal: session.signal,
    onReady(host) {
      const { address, opened, reused } = host;
      session.print(`NXC Desktop is at  ${session.style.bold(address)}`);
      session.print('The address works once and for ten minutes, on this machine only.');
      if (options.open === true && !opened)
        session.print('No browser was opened: there is no display, or no browser.');
      session.print(reused ? `It is served by process ${host.pid} already.` : 'Ctrl-C stops it.');
      session.answer(host);
    },
  });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new InvalidArgumentError(`“${text}” is no port. Ports are numbers from 1 to 65535.`);
}
