/** Calls that treat nodes as machines, from the script to the switches; real machines are in the system tests. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createScriptBench, type ScriptBench } from './testing/scriptRun.ts';

// An interpreter is started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;

beforeAll(async () => {
  bench = await createScriptBench(['server', 'web-1'], { areMachines: true });
});

afterAll(() => bench.close());

async function passes(source: string): Promise<string[]> {
  const { result } = await bench.run(source);
  expect(result.failure).toBeNull();
  const said = await readFile(join(bench.home('server'), 'console'), 'utf8');
  return said.split('\n');
}

test('a node that the script has switched off is started by the next call to it', async () => {
  const said = await passes(`
server.start()
assert server.is_up() and server.booted and server.connected
server.shutdown()
server.wait_for_shutdown()
assert not server.is_up()
server.succeed("true")
server.crash()
server.start(allow_reboot=True)
server.reboot()
server.connect()
server.crash()
web_1.shutdown()
start_all()
t.assertEqual([m.is_up() for m in machines], [True, True])
`);
  expect(said.filter((line) => line.startsWith('power'))).toEqual(
    ['shutdown', 'start', 'crash', 'start', 'reset', 'crash', 'start'].map((action) => `power: ${action}`),
  );
});

test('a node that powers itself off is waited for, and its shell that goes away is no failure', async () => {
  await passes(`
t.assertEqual(server.execute("kill -9 $$", check_return=False)[0], -1)
server.shutdown()
server.wait_for_shutdown()
web_1.succeed("true")
`);
});

test('cable, ports, keyboard, monitor and console', async () => {
  const said = await passes(`
server.block()
server.unblock()
server.forward_port(8080, 80)
server.forward_port(host_port=1234)
t.assertEqual(server.send_monitor_command("info status"), "did info status")
server.send_key("ctrl-alt-delete")
server.send_chars("aB1!_\\n", delay=None)
server.send_console("systemctl default\\n")
server.wait_for_console_text("typed: systemctl", timeout=20)
assert "typed" in server.get_console_log()
`);
  expect(said.filter((line) => /^(link|forward|monitor|typed)/.test(line))).toEqual([
    'link: false',
    'link: true',
    'forward: 8080 80',
    'forward: 1234 80',
    'monitor: info status',
    'monitor: sendkey ctrl-alt-delete',
    ...['a', 'shift-b', '1', 'shift-1', 'shift-minus', 'ret'].map((key) => `monitor: sendkey ${key}`),
    'typed: systemctl default',
  ]);
});

test('the monitor is asked nothing that could reach this machine, and no low port is taken', async () => {
  const said = await passes(`
for command in (
    'migrate "exec:touch /tmp/never"',
    "screendump /tmp/never",
    "pmemsave 0 10 /tmp/never",
    "hostfwd_add tcp::2222-:22",
    "chardev-add file,id=x,path=/tmp/never",
    "info status\\nscreendump /tmp/never",
    " \\tlogfile /tmp/never",
    "",
):
    with t.assertRaisesRegex(MachineError, "could reach this machine"):
        server.send_monitor_command(command)
with t.assertRaisesRegex(MachineError, "could reach this machine"):
    server.send_key("a\\nquit")
for port in (80, 0, 70000):
    with t.assertRaisesRegex(MachineError, "from 1024 on"):
        server.forward_port(port, 80)
`);
  expect(said.filter((line) => /never|quit|forward: (80|0|70000) /.test(line))).toEqual([]);
});

test('pictures go into the output folder and nowhere else', async () => {
  await passes(`
server.screenshot("first")
server.screenshot("deeper/second.png")
with t.assertRaisesRegex(MachineError, "outside"):
    server.screenshot("../../third")
`);
  const output = join(bench.project, 'artifact', 'composition', 'docker', 'test-output');
  for (const name of ['first.png', 'deeper/second.png'])
    expect((await stat(join(output, name))).size).toBeGreaterThan(50);
});

test('text on the screen is read by tesseract, and where there is none that is said', async () => {
  await passes(`
try:
    assert isinstance(server.get_screen_text(), str)
except MachineError as error:
    assert "apt install tesseract-ocr" in str(error), error
`);
});

test('what no flavour has is refused before anything runs', async () => {
  for (const [call, reason] of [
    ['server.shell_interact()', 'open a terminal'],
    ['server.console_interact()', 'open a terminal'],
    ['server.wait_for_qmp_event(lambda event: True)', 'cannot be heard'],
    ['server.switch_root()', 'once it has booted'],
    ['print(server.out_dir)', 'copy_from_host'],
  ] as const) {
    await expect(bench.run(`print("begun")\n${call}`)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(reason),
      details: { position: { line: 2 } },
    });
  }
});
