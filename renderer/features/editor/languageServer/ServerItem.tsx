/** In the status bar: the language server, if the user has one. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { type LanguageServerState, languageServerOf } from './languageServer.ts';

const looks: Readonly<
  Record<LanguageServerState['phase'], { readonly state: StateName; readonly word: string }>
> = {
  none: { state: 'absent', word: '' },
  starting: { state: 'working', word: 'is starting' },
  running: { state: 'running', word: 'helps with completion, hovers and problems' },
  failed: { state: 'stale', word: 'is not running' },
};

export function ServerItem() {
  const server = languageServerOf(useApp());
  const { phase, name, problem } = useSlice(server, (state) => state);
  if (phase === 'none') return null;
  const { state, word } = looks[phase];
  const called = name === '' ? 'Language server' : name;
  return (
    <Tooltip side="top" label={`${problem?.message ?? `${called} ${word}.`} Click to start it again.`}>
      <button type="button" className="status-item" onClick={server.restart}>
        <StateIcon state={state} size={14} />
        {phase === 'running' ? called : `${called} ${word}`}
      </button>
    </Tooltip>
  );
}
