/** A Python prompt on the running nodes. What is defined stays until it is reset; the editor's lines run here too. */
import { ListStart, RotateCcw, Square, SquareChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useLanguageDocument } from '#renderer/features/editor/editor.ts';
import { targetKey } from '#renderer/features/run/operations.ts';
import { useSituation } from '#renderer/features/run/readSituation.ts';
import { runningNodes } from '#renderer/features/run/situation.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StateLabel, type StateName } from '#renderer/ui/StateLabel.tsx';
import { list } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { SessionState } from '#shared/contract/tests.ts';
import { testCommands } from '../scripts/runScript.ts';
import { PauseBar } from './PauseBar.tsx';
import './Prompt.css';
import { PromptInput } from './PromptInput.tsx';
import { PromptText } from './PromptText.tsx';
import { isBusy, type PromptCell } from './promptState.ts';
import { promptsOf } from './prompts.ts';

const states: Readonly<Record<SessionState['state'], { readonly state: StateName; readonly word: string }>> =
  {
    starting: { state: 'working', word: 'Starting Python' },
    idle: { state: 'running', word: 'Ready' },
    running: { state: 'working', word: 'Running' },
    paused: { state: 'stale', word: 'Paused' },
    closed: { state: 'absent', word: 'Closed' },
  };

export default function PromptPanel({ parameters, isVisible }: PanelProps) {
  const app = useApp();
  const path = useSlice(app.workspace, ({ project }) =>
    project.phase === 'open' ? project.project.compositionFile : null,
  );
  useSlice(app.workspace, ({ project }) => project);
  const target = app.workspace.target();
  if (target === null || path === null) return null;
  return (
    <Prompt
      key={targetKey(target)}
      target={target}
      path={path}
      wish={parameters.wish}
      isVisible={isVisible}
    />
  );
}

interface PromptProps {
  readonly target: Target;
  /** The composition's file. */
  readonly path: string;
  readonly wish: unknown;
  readonly isVisible: boolean;
}

const noCells: readonly PromptCell[] = [];

function Prompt({ target, path, wish, isVisible }: PromptProps) {
  const app = useApp();
  const { client, commands, notifications } = app;
  const prompts = promptsOf(app);
  const situation = useSituation(app, target);
  const nodes = runningNodes(situation).map(({ name }) => name);
  const session = useSlice(prompts, () => prompts.sessionOf(target));
  const cells = useSlice(prompts, (state) => state.cells[targetKey(target)] ?? noCells);
  useLanguageDocument(app, path);
  const hasNodes = nodes.length > 0;
  const key = targetKey(target);

  // An interpreter takes a moment to start: by the time that something is typed it is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a target is the same when its key is
  useEffect(() => {
    if (!isVisible || !hasNodes) return;
    prompts
      .open(target)
      .catch((thrown) => notifications.fail('The Python prompt could not be opened', thrown));
  }, [prompts, notifications, key, isVisible, hasNodes]);

  const attempt = (what: string, work: Promise<void>): void =>
    void work.catch((thrown) => notifications.fail(what, thrown));
  const busy = isBusy(session, cells);

  if (!hasNodes && cells.length === 0) {
    return (
      <EmptyState icon={SquareChevronRight} title="A Python prompt on the nodes" command={line(target)}>
        Once nodes run, you can try here what a test script would do with them, statement by statement:
        client.succeed("…"), with completion.
      </EmptyState>
    );
  }
  return (
    <div className="prompt-panel">
      <h2 className="visually-hidden">Python prompt</h2>
      <header className="prompt-header">
        <p className="truncate" role="status">
          <StateLabel state={session === null ? 'absent' : states[session.state].state}>
            {session === null ? 'Not open' : states[session.state].word}
          </StateLabel>{' '}
          <span className="muted">{hasNodes ? list(nodes, 6) : 'No node runs.'}</span>
        </p>
        <CommandLine command={line(target)} bare />
        <Button
          icon={ListStart}
          disabled={!hasNodes || busy}
          onClick={() => void commands.execute(testCommands.runFrom, { file: path, line: 1 })}
        >
          Run the script
        </Button>
        <Button
          icon={Square}
          disabled={!busy}
          onClick={() => attempt('It could not be stopped', prompts.interrupt(target))}
        >
          Interrupt
        </Button>
        <IconButton
          icon={RotateCcw}
          label="Forget everything that was defined"
          disabled={session === null}
          onClick={() => attempt('The prompt could not be reset', prompts.reset(target))}
        />
      </header>
      <Transcript cells={cells} target={target} session={session} hasNodes={hasNodes} />
      {session?.state === 'paused' && session.pause !== null && (
        <PauseBar target={target} pause={session.pause} cells={cells} />
      )}
      {hasNodes && (
        <div className="prompt-line">
          <code aria-hidden className="prompt-sign">
            {session?.state === 'paused' ? '(paused) >>>' : '>>>'}
          </code>
          <PromptInput
            wish={wish}
            isBusy={busy}
            onRun={(source) =>
              attempt(
                'It could not be run',
                prompts.run(target, {
                  ...{ shown: source, fromLine: 1, pauseOnFailure: false },
                  script: { name: `<prompt ${cells.length + 1}>`, source, firstLine: 1 },
                }),
              )
            }
            onInterrupt={() => attempt('It could not be stopped', prompts.interrupt(target))}
            wantsMore={async (source) => {
              const now = prompts.sessionOf(target);
              if (now === null) return false;
              const { state } = await client.tests.parse({ session: now.session, source });
              return state === 'incomplete';
            }}
            complete={async (source, cursor) => {
              const now = prompts.sessionOf(target);
              if (now === null) return { start: cursor, candidates: [] };
              return client.tests.complete({ session: now.session, source, cursor });
            }}
          />
        </div>
      )}
    </div>
  );
}

const line = ({ composition, flavour }: Target): string =>
  composition === 'composition' ? `nxc driver -f ${flavour}` : `nxc driver -C ${composition}::${flavour}`;

interface TranscriptProps {
  readonly cells: readonly PromptCell[];
  readonly target: Target;
  readonly session: SessionState | null;
  readonly hasNodes: boolean;
}

/** What was run and said; it stays at its end while somebody is there. */
function Transcript({ cells, target, session, hasNodes }: TranscriptProps) {
  const frame = useRef<HTMLElement>(null);
  const end = useRef(true);
  const count = useRef(cells.length);
  // Who runs something wants to see what comes of it.
  if (cells.length > count.current) end.current = true;
  count.current = cells.length;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const content = element.firstElementChild ?? element;
    const watch = new ResizeObserver(() => {
      if (end.current) element.scrollTop = element.scrollHeight;
    });
    watch.observe(content);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return (
    <section
      className="prompt-transcript"
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      aria-label="What was run"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        // While it is covered it has no height, and where it is says nothing.
        if (clientHeight > 0) end.current = scrollTop + clientHeight >= scrollHeight - 8;
      }}
    >
      <ol>
        {cells.length === 0 && (
          <li className="muted">
            Each node is a variable: try {hasNodes ? 'client.succeed("hostname")' : 'it once nodes run'}. Tab
            completes, ↑ brings back what was typed, Ctrl-C stops what runs.
          </li>
        )}
        {cells.map((cell) => (
          <li key={cell.id}>
            {cell.kind === 'note' ? (
              <p className="muted prompt-note">{cell.text}</p>
            ) : (
              <PromptText
                cell={cell}
                target={target}
                session={session?.session ?? null}
                hasNodes={hasNodes}
              />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
