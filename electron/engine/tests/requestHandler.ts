/** Does what a script asks for, and keeps the timeline of it. */
import { AppError, toAppError } from '#shared/errors.ts';
import type { Reply, Request, RequestOf } from './messages.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { createNodeConsole, type NodeConsole } from './nodeConsole.ts';
import { type ProjectFolders, readableFile, writableFile } from './projectFiles.ts';
import { createCommandRequests } from './requests/commandRequests.ts';
import { createMachineRequests } from './requests/machineRequests.ts';
import { type Done, value } from './requests/outcome.ts';
import type { Timeline } from './timeline.ts';
import { sleep, unlessAbandoned } from './waiting.ts';

export interface RequestHandler {
  /** Carries a request out. Never rejects: what goes wrong is the reply. */
  handle(request: Request, signal: AbortSignal): Promise<Reply>;
  close(): void;
}

/** What a script may ask of those who run it. */
export interface Attendance {
  /** The composition's own script. */
  script(): Promise<{ readonly name: string; readonly source: string }>;
  /** Answers a script that is paused; left out where nobody could. */
  readonly pause?: (request: RequestOf<'paused' | 'answered'>, signal: AbortSignal) => Promise<unknown>;
}

/** @param timeline where what happens now is told */
export function createRequestHandler(
  backend: NodeBackend,
  folders: ProjectFolders,
  timeline: () => Timeline,
  attendance: Attendance,
): RequestHandler {
  const consoles = new Map<string, Promise<NodeConsole>>();
  const machines = createMachineRequests(backend, folders, closeConsole);
  const commands = createCommandRequests(backend, folders, machines);

  function closeConsole(node: string): void {
    consoles
      .get(node)
      ?.then((open) => open.close())
      .catch(() => {});
    consoles.delete(node);
  }

  async function readConsole(request: RequestOf<'console'>, signal: AbortSignal): Promise<Done> {
    let opened = consoles.get(request.node);
    if (opened !== undefined && (await opened.then((open) => open.hasEnded()).catch(() => true))) {
      // The node was off; what it says now is told by a new stream, from its start on.
      closeConsole(request.node);
      opened = undefined;
      await sleep(Math.min(request.wait * 1000, reopenMs), signal);
    }
    if (opened === undefined) {
      opened = backend.console(request.node).then(createNodeConsole);
      consoles.set(request.node, opened);
    }
    return value(await (await opened).read(request.position, request.wait * 1000, signal));
  }

  async function perform(request: Request, signal: AbortSignal): Promise<Done> {
    if ('node' in request && request.node !== undefined && !backend.nodes.includes(request.node)) {
      throw new AppError('not-found', `There is no node “${request.node}”.`, {
        hint: `The nodes are: ${backend.nodes.join(', ')}.`,
      });
    }
    switch (request.operation) {
      case 'execute':
        return commands.execute(request, signal);
      case 'poll':
        return commands.poll(request, signal);
      case 'isUp':
        return value(await backend.isUp(request.node, signal));
      case 'connect':
        return commands.connect([request.node], request.timeout, signal);
      case 'connectAll':
        return commands.connect(backend.nodes, request.timeout, signal);
      case 'console':
        return readConsole(request, signal);
      case 'sleep':
        await sleep(request.seconds * 1000, signal);
        return value(null);
      case 'copyTo':
        await backend.copyTo(request.node, await readableFile(folders, request.source), request.target);
        return value(null);
      case 'copyToByShell':
        return commands.copyByShell(request, signal);
      case 'copyFrom': {
        const destination = await writableFile(folders, request.source, request.target);
        await backend.copyFrom(request.node, request.source, destination);
        return value(null, destination);
      }
      case 'power':
        return machines.power(request);
      case 'waitOff':
        return machines.waitOff(request, signal);
      case 'link':
        return machines.link(request);
      case 'screenshot':
        return machines.screenshot(request);
      case 'readScreen':
        return machines.readScreen(request, signal);
      case 'monitor':
        return machines.monitor(request);
      case 'typeConsole':
        return machines.typeConsole(request);
      case 'forwardPort':
        return machines.forwardPort(request);
      case 'script':
        return value(await attendance.script());
      case 'isAttended':
        return value(attendance.pause !== undefined);
      case 'paused':
      case 'answered':
        if (attendance.pause === undefined) return value({ action: 'fail' });
        return value(await attendance.pause(request, signal));
      case 'log':
      case 'begin':
      case 'end':
        return value(null);
    }
  }

  /** Groups and lines are no calls of their own. */
  function tell(request: Request): boolean {
    switch (request.operation) {
      case 'log':
        timeline().print(request.text, request.line, request.node ?? null);
        return true;
      case 'begin':
        timeline().beginGroup({ text: request.text, line: request.line });
        return true;
      case 'end':
        timeline().endGroup(request.passed);
        return true;
      default:
        return false;
    }
  }

  /** Begins a statement, unless the request is only between the interpreter and us. */
  function begin(request: Request): (passed: boolean, output?: string) => void {
    if (unshown.has(request.operation)) return () => {};
    return timeline().begin({
      kind: 'call',
      line: request.line,
      node: 'node' in request ? (request.node ?? null) : null,
      text: request.text,
      ...(request.operation === 'execute' || request.operation === 'poll'
        ? { command: request.command }
        : {}),
    });
  }

  return {
    async handle(request, signal) {
      if (tell(request)) return { outcome: 'value', value: null };
      if (signal.aborted) return { outcome: 'interrupted' };
      const end = begin(request);
      try {
        const done = await unlessAbandoned(perform(request, signal), signal, patienceOf(request));
        end(done.passed, done.output);
        return done.reply;
      } catch (thrown) {
        if (signal.aborted) {
          end(false, 'interrupted');
          return { outcome: 'interrupted' };
        }
        const { message, hint } = toAppError(thrown);
        const text = hint === undefined ? message : `${message} ${hint}`;
        end(false, text);
        return { outcome: 'refused', message: text };
      }
    },
    close() {
      for (const node of [...consoles.keys()]) closeConsole(node);
    },
  };
}

/** How soon a console that has ended is looked at again, in milliseconds. */
const reopenMs = 250;

/** How long a command may take to die, in milliseconds: less than a script is given to end after it was interrupted. */
const killPatienceMs = 1500;

/** What cannot be called back goes on by itself: a node that is being shut down will be off. */
function patienceOf({ operation }: Request): number {
  return operation === 'execute' || operation === 'poll' || operation === 'copyToByShell'
    ? killPatienceMs
    : 0;
}

const unshown: ReadonlySet<Request['operation']> = new Set(['script', 'isAttended', 'paused', 'answered']);
