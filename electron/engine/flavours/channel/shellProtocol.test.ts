/** The protocol against the shells of this machine: what it says of quoting holds for bash, dash and busybox. */
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeRequest, loopScript, readGreeting } from './shellProtocol.ts';

const marker = '0123456789abcdef.1.';
const shells = [['bash'], ['dash'], ['busybox', 'sh']].filter(
  ([program = '']) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
);

describe.each(shells)('%s', (program = '', ...parameters) => {
  function run(...commands: string[]): string[] {
    const input = commands.map((command) => encodeRequest(command, marker)).join('');
    const output = execFileSync(program, [...parameters, '-c', loopScript], {
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const text = output.toString('latin1');
    expect(readGreeting(text)).toBeGreaterThan(0);
    return text.slice(text.indexOf('\n') + 1).split(marker);
  }

  test('a command is taken as it is written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a \n\'"\\$`!#;&|(){}<>*?~é') }), (text) => {
        const [printed, status] = run(`printf %s '${text.replaceAll("'", `'\\''`)}'`);
        expect(Buffer.from(printed ?? '', 'latin1').toString('utf8')).toBe(text);
        expect(status).toBe('0\n');
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    "echo 'open",
    'if true',
    'cat <<END\nnever closed',
    ')',
    'exit 7',
    'cd /nowhere',
    'exec true',
    'read x',
  ])('the next command runs as if “%s” had not been', (command) => {
    const outputs = run(command, 'echo still here; pwd');
    expect(outputs.at(1)).toContain('still here');
    expect(outputs.at(2)).toBe('0\n');
  });

  test('an exit code comes through', () => {
    expect(run('exit 42').at(1)).toBe('42\n');
    expect(run("kill -KILL $(exec sh -c 'echo $PPID')").at(1)).toBe('137\n');
  });

  test('a here-document reaches its command', () => {
    expect(run('cat <<END\none\ntwo\nEND').at(0)).toBe('one\ntwo\n');
  });
});
