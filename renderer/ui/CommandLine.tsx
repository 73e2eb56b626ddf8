import { CopyButton } from './CopyButton.tsx';
import './CommandLine.css';

export interface CommandLineProps {
  /** The command as it would be typed. */
  readonly command: string;
  /** Without box, for bars. */
  readonly bare?: boolean;
}

/** A command that can be copied: what the app does, as a line that anyone can run without it. */
export function CommandLine({ command, bare = false }: CommandLineProps) {
  return (
    <span className={bare ? 'command-line command-line-bare' : 'command-line'}>
      <code className="truncate" title={command}>
        {command}
      </code>
      <CopyButton text={command} label={`Copy “${command}”`} />
    </span>
  );
}
