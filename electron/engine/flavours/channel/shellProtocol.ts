/**
 * How one persistent shell runs one command after the other. Pure.
 *
 * A request is one line of shell text, whatever the command holds: quoted, with its newlines put in by a variable, so
 * that no quote or here-document of the command can swallow what follows. The command runs by `eval` in a subshell
 * with empty input. Then a marker that no output can contain by chance is written to both outputs; everything before
 * it is the command's. Output of what a command leaves running in the background, if it is not redirected, counts to
 * whatever command runs then.
 */

/** Written by the shell once it is ready, with its process id. */
const greeting = 'nxc-channel';

/** Read by `sh -c`. Only builtins, for speed; what it needs of a shell bash and busybox's ash have. */
export const loopScript = [
  `NXC_NEWLINE='\n'`,
  `printf '${greeting} %s\\n' "$$"`,
  'while IFS= read -r nxc_request; do eval "$nxc_request"; done',
].join('\n');

/**
 * The line that runs a command and ends its outputs with the marker.
 *
 * @param input `channel`: the command reads what is sent after the line, and must read exactly that
 */
export function encodeRequest(command: string, marker: string, input: 'empty' | 'channel' = 'empty'): string {
  return [
    `( eval ${quote(command)} )${input === 'empty' ? ' </dev/null' : ''}`,
    `nxc_status=$?`,
    `printf '${marker}%s\\n' "$nxc_status"`,
    `printf '${marker}\\n' >&2\n`,
  ].join('; ');
}

/** As one word of shell text on one line. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`).replaceAll('\n', `'"$NXC_NEWLINE"'`)}'`;
}

/** The shell's process id in its node, once all of the greeting has come; what profiles print before it is dropped. */
export function readGreeting(text: string): number | undefined {
  const pid = new RegExp(`(?:^|\n)${greeting} (\\d+)\n`).exec(text)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

/**
 * Kills everything that descends from the shell `$1`, but not the shell: the running command and what it started.
 * Repeated until nothing is found, as a process may fork while it is being killed.
 */
export const killDescendantsScript = [
  'round=0',
  'while [ "$round" -lt 20 ]; do',
  '  family=" $1 " victims=',
  '  more=1',
  '  while [ "$more" ]; do',
  '    more=',
  '    for status in /proc/[0-9]*/status; do',
  `      pid=\${status#/proc/} pid=\${pid%/status} parent= state=`,
  '      case $family in *" $pid "*) continue ;; esac',
  '      while read -r key value rest; do',
  '        case $key in State:) state=$value ;; PPid:) parent=$value; break ;; esac',
  '      done 2>/dev/null <"$status" || continue',
  '      case $family in *" $parent "*) family="$family$pid " more=1 ;; *) continue ;; esac',
  '      [ "$state" = Z ] || victims="$victims $pid"',
  '    done',
  '  done',
  '  [ "$victims" ] || exit 0',
  '  kill -KILL $victims 2>/dev/null',
  '  round=$((round + 1))',
  'done',
].join('\n');
