/** In the status bar, while the options of the project's nixpkgs are being read, and when that failed. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { knowledgeOf } from './knowledge.ts';

export function KnowledgeItem() {
  const knowledge = knowledgeOf(useApp());
  const state = useSlice(knowledge, (current) => current);
  switch (state.phase) {
    case 'making':
      return (
        <Tooltip side="top" label="For completion and hovers, in the background. Click to stop it.">
          <button type="button" className="status-item" onClick={knowledge.stop}>
            <StateIcon state="working" size={14} />
            Reading NixOS options …
          </button>
        </Tooltip>
      );
    case 'failed':
      // The doctor's item says already that there is no Nix.
      if (state.error.code === 'missing-program') return null;
      return (
        <Tooltip side="top" label={`${state.error.message} Click to try again.`}>
          <button type="button" className="status-item" onClick={knowledge.again}>
            <StateIcon state="stale" size={14} />
            NixOS options not read
          </button>
        </Tooltip>
      );
    default:
      return null;
  }
}
