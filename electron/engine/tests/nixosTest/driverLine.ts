/**
 * What one line of the NixOS test driver's log says. Its forms since nixpkgs 20.09: `(0.02 seconds)` became
 * `(finished: must succeed: ls, in 0.02 seconds)`, subtests got the prefix `subtest: `, and failures of the script are
 * marked with `!!! `.
 */
import { stripAnsi } from '../../nix/ansi.ts';

export type DriverLine =
  /** A line of a machine's serial console. */
  | { readonly kind: 'console'; readonly node: string; readonly text: string }
  /** Something that takes time begins; `command` is what runs in the machine's shell. */
  | {
      readonly kind: 'begin';
      readonly group: 'call' | 'subtest';
      readonly node: string | null;
      readonly title: string;
      readonly command: string | null;
    }
  /** Something has ended well. Old drivers do not say what; `title` is whole only if `seconds` is not null. */
  | { readonly kind: 'end'; readonly title: string | null; readonly seconds: number | null }
  /** The output of a command that should have succeeded. */
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'machine-log'; readonly node: string; readonly text: string }
  | { readonly kind: 'subtest-failed'; readonly title: string; readonly message: string }
  | { readonly kind: 'traceback' }
  | { readonly kind: 'phase'; readonly phase: 'script' | 'clean-up' }
  /** Names that the script can use follow, those of the machines in the first line. */
  | { readonly kind: 'symbols' }
  /** What the driver says of itself. */
  | { readonly kind: 'noise' }
  /** Anything else: what the script prints, further lines of a command or an output. */
  | { readonly kind: 'text'; readonly text: string };

const consolePattern = /^([A-Za-z_][\w.-]*) #(?: (.*))?$/;
const endPattern = /^(?:[A-Za-z_][\w.-]*: )?\((?:finished: (.*), in )?(\d+(?:\.\d+)?) seconds\)$/;
const cutEndPattern = /^(?:[A-Za-z_][\w.-]*: )?\(finished: (.*)$/;
const subtestFailedPattern = /^Test "(.*)" failed with error: "(.*)$/;
const machinePattern = /^([A-Za-z_][\w.-]*): (.*)$/;
const commandPattern = /^(?:must succeed|must fail|waiting for success|waiting for failure): (.*)$/;

/** How calls that take time begin, other than those with a command. */
const callPattern =
  /^(?:waiting for (?:unit |file |TCP port |unix|the VM to |the X11 server|.+ to appear on )|checking if unit |checking that |sending keys |making screenshot |performing optical character recognition|Waiting for a window to appear|booting up )/;
/** What a machine says of itself without taking time. */
const machineLogPattern =
  /^(?:starting vm|QEMU (?:running|\()|connected to guest root shell|\(connecting took |Guest (?:root )?shell says|sending (?:monitor|console) command|forced crash|delete the VM state|Last |will )/;
const allMachinesPattern =
  /^(?:starting all VMs|start all VMs|waiting for all VMs to finish|wait for all VMs to finish)$/;
const noisePattern =
  /^(?:starting VDE switch for network |start all VLans$|start vlan$|running vlan |Machine state will be reset|Test will time out and terminate in |test script finished in |error: ?$|(?:killing|kill) \S+ \(pid )/;

/**
 * @param nodes the machines that are known already
 * @param isSubtest tells the title of a subtest from what a script prints, where the driver does not
 */
export function readDriverLine(
  raw: string,
  nodes: ReadonlySet<string>,
  isSubtest: (title: string) => boolean,
): DriverLine {
  const whole = cleanLine(raw);
  const console = consolePattern.exec(whole);
  if (console?.[1] !== undefined) return { kind: 'console', node: console[1], text: console[2] ?? '' };
  const line = whole.replace(/^!!!(?: |$)/, '');
  const end = endPattern.exec(line);
  if (end !== null) return { kind: 'end', title: end[1] ?? null, seconds: Number(end[2]) };
  const cutEnd = cutEndPattern.exec(line);
  if (cutEnd !== null) return { kind: 'end', title: cutEnd[1] ?? '', seconds: null };
  const failed = subtestFailedPattern.exec(line);
  if (failed !== null) {
    return { kind: 'subtest-failed', title: failed[1] ?? '', message: (failed[2] ?? '').replace(/"$/, '') };
  }
  if (line === 'Traceback (most recent call last):') return { kind: 'traceback' };
  if (/^run(?:ning)? the VM test script$/.test(line)) return { kind: 'phase', phase: 'script' };
  if (/^clean(?:ing )?up$/.test(line)) return { kind: 'phase', phase: 'clean-up' };
  if (line === 'additionally exposed symbols:') return { kind: 'symbols' };
  if (noisePattern.test(line)) return { kind: 'noise' };
  if (allMachinesPattern.test(line)) return begin('call', null, line);
  if (line.startsWith('subtest: ') || isSubtest(line)) return begin('subtest', null, line);
  return readMachineLine(line, nodes) ?? { kind: 'text', text: line };
}

function readMachineLine(line: string, nodes: ReadonlySet<string>): DriverLine | undefined {
  const [, node, text = ''] = machinePattern.exec(line) ?? [];
  if (node === undefined) return undefined;
  if (text.startsWith('output: ') || text === 'output:') {
    return { kind: 'output', text: text.slice('output: '.length) };
  }
  if (commandPattern.test(text) || callPattern.test(text)) return begin('call', node, text);
  if (nodes.has(node) || machineLogPattern.test(text)) return { kind: 'machine-log', node, text };
  return undefined;
}

function begin(group: 'call' | 'subtest', node: string | null, title: string): DriverLine {
  return { kind: 'begin', group, node, title, command: commandPattern.exec(title)?.[1] ?? null };
}

/** The end of a title that has several lines, if this line holds it. */
export function readEndOfTitle(raw: string): { rest: string; seconds: number } | undefined {
  const match = /^(.*), in (\d+(?:\.\d+)?) seconds\)$/.exec(cleanLine(raw));
  return match === null ? undefined : { rest: match[1] ?? '', seconds: Number(match[2]) };
}

/** Without colours and carriage returns. */
export function cleanLine(raw: string): string {
  return stripAnsi(raw).replaceAll('\r', '');
}
