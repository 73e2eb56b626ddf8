/** What the machine's control shell is asked to do for interactive terminals. Pure. */
import { quote } from '../../channel/shellProtocol.ts';
import type { ShellRequest, TerminalSize } from '../../flavour.ts';

export interface TerminalMarks {
  /** Printed on the terminal before the program begins. */
  readonly begin: string;
  /** Printed after it has ended, followed by its exit code. */
  readonly end: string;
}

const device = (number: string) => `/dev/hvc${number}`;
const note = (number: string) => `/run/nxc/terminal.${number}`;

/** Begins a session of its own on a terminal; what a client that is gone has left there is ended first. */
export function startScript(number: string, request: ShellRequest, marks: TerminalMarks): string {
  const session = [
    `echo $$ >${note(number)}`,
    `stty sane ${sizeWords(request)}`,
    'export TERM=xterm-256color',
    `printf '${marks.begin}\\n'`,
    programOf(request),
    `printf '${marks.end}%s\\n' "$?"`,
  ].join('; ');
  return [hangUpScript(number), `setsid -c sh -c ${quote(session)} <>${device(number)} >&0 2>&1 &`].join(
    '\n',
  );
}

export function resizeScript(number: string, size: TerminalSize): string {
  return `stty ${sizeWords(size)} <${device(number)}`;
}

/** Hangs up on the session: shells pass it on to what they run. What stays after a second is killed. */
export function hangUpScript(number: string): string {
  return [
    `if read -r leader 2>/dev/null <${note(number)}; then`,
    `  rm ${note(number)}`,
    '  kill -HUP "$leader" "-$leader" 2>/dev/null',
    '  for count in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$leader" 2>/dev/null || break; sleep 0.1; done',
    '  kill -KILL "$leader" "-$leader" 2>/dev/null',
    'fi',
  ].join('\n');
}

function sizeWords({ columns, rows }: TerminalSize): string {
  return `cols ${columns} rows ${rows}`;
}

function programOf({ user, command }: ShellRequest): string {
  const words = command?.map(quote).join(' ');
  if (user !== undefined && user !== 'root') {
    return `su -l ${quote(user)}${words === undefined ? '' : ` -c ${quote(words)}`}`;
  }
  return `cd; ${words ?? '"$(while IFS=: read -r name x x x x x shell; do [ "$name" = root ] && echo "$shell"; done </etc/passwd)" -l'}`;
}
