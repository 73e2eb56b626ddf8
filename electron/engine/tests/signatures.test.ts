/** Every name of the dialect, with its arguments and their defaults as NixOS's manual and driver have them. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createScriptBench, type ScriptBench } from './testing/scriptRun.ts';

// An interpreter is started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;

beforeAll(async () => {
  bench = await createScriptBench();
});

afterAll(() => bench.close());

const machine: Readonly<Record<string, string>> = {
  start: 'allow_reboot=False',
  connect: '',
  is_up: '',
  execute: 'command, check_return=True, check_output=True, timeout=900',
  succeed: '*commands, timeout=None',
  fail: '*commands, timeout=None',
  wait_until_succeeds: 'command, timeout=900',
  wait_until_fails: 'command, timeout=900',
  wait_for_unit: 'unit, user=None, timeout=900',
  require_unit_state: "unit, require_state='active'",
  get_unit_info: 'unit, user=None',
  get_unit_property: 'unit, property, user=None',
  systemctl: 'q, user=None',
  start_job: 'jobname, user=None',
  stop_job: 'jobname, user=None',
  wait_for_job: 'jobname, timeout=900',
  wait_for_file: 'filename, timeout=900',
  wait_for_open_port: "port, addr='localhost', timeout=900",
  wait_for_closed_port: "port, addr='localhost', timeout=900",
  wait_for_open_unix_socket: 'addr, is_datagram=False, timeout=900',
  wait_for_console_text: 'regex, timeout=None',
  get_console_log: '',
  wait_for_shutdown: '',
  wait_for_x: 'timeout=900',
  wait_for_window: 'regexp, timeout=900',
  get_window_names: '',
  get_tty_text: 'tty',
  wait_until_tty_matches: 'tty, regexp, timeout=900',
  dump_tty_contents: 'tty',
  send_chars: 'chars, delay=0.01',
  send_key: 'key, delay=0.01, log=True',
  send_console: 'chars',
  send_monitor_command: 'command',
  wait_for_qmp_event: 'event_filter, timeout=600',
  screenshot: 'filename',
  get_screen_text: '',
  get_screen_text_variants: '',
  wait_for_text: 'regex, timeout=900',
  copy_from_host: 'source, target',
  copy_from_host_via_shell: 'source, target',
  copy_from_vm: "source, target_dir=''",
  copy_from_machine: "source, target_dir=''",
  forward_port: 'host_port=8080, guest_port=80',
  block: '',
  unblock: '',
  crash: '',
  shutdown: '',
  reboot: '',
  sleep: 'secs',
  log: 'msg',
  log_serial: 'msg',
  nested: 'msg, attrs=None',
  shell_interact: 'address=None',
  console_interact: '',
  switch_root: '',
  release: '',
};

const globals: Readonly<Record<string, string>> = {
  start_all: '',
  join_all: '',
  test_script: '',
  run_tests: '',
  subtest: 'name',
  retry: 'fn, timeout_seconds=900, timeout=None',
  polling_condition: 'fun_=None, *, seconds_interval=2.0, description=None',
  create_machine: 'start_command, *, name=None, keep_machine_state=False',
  serial_stdout_on: '',
  serial_stdout_off: '',
  'log.log': 'message, attributes=None',
  'log.info': 'message, attributes=None',
  'log.warning': 'message, attributes=None',
  'log.error': 'message, attributes=None',
  'log.nested': 'message, attributes=None',
  'log.subtest': 'name, attributes=None',
  'log.log_serial': 'message, machine',
  'log.print_serial_logs': 'enable',
  'driver.start_all': '',
  'driver.join_all': '',
  'driver.subtest': 'name',
  'driver.polling_condition': 'fun_=None, *, seconds_interval=2.0, description=None',
  'driver.create_machine': 'start_command, *, name=None, keep_machine_state=False',
  'debug.breakpoint': "host='127.0.0.1', port=4444",
  'driver.debug.breakpoint': "host='127.0.0.1', port=4444",
};

/** Runs a script that prints one line for each expression. */
async function printed(expressions: readonly string[], show: string): Promise<string[]> {
  const { result, ended } = await bench.run(`import inspect
for name in ${JSON.stringify(expressions)}:
    print(${show})
`);
  expect(result.failure).toBeNull();
  return ended.map(({ text }) => text);
}

test.each([
  ['of a node', machine, 'server.'],
  ['global', globals, ''],
])('calls %s', async (_, table, prefix) => {
  const names = Object.keys(table);
  const shown = await printed(
    names.map((name) => `${prefix}${name}`),
    'str(inspect.signature(eval(name)))[1:-1] or "()"',
  );
  const found = Object.fromEntries(names.map((name, index) => [name, shown[index]]));
  const wanted = Object.entries(table).map(([name, signature]) => [
    name,
    signature === '' ? '()' : signature,
  ]);
  expect(found).toEqual(Object.fromEntries(wanted));
});

test('nothing that a node offers is missing from the table', async () => {
  const [offered = ''] = await printed(
    ['server'],
    `" ".join(n for n in dir(Machine) if not n.startswith("_") and callable(inspect.getattr_static(Machine, n)))`,
  );
  expect(offered.split(' ').sort()).toEqual(Object.keys(machine).sort());
});

test('values beside calls', async () => {
  const { result } = await bench.run(`
t.assertEqual(driver.machines, machines)
t.assertEqual([machines_qemu, machines_nspawn], [machines, []])
t.assertEqual([m.name for m in machines], ["server", "web-1"])
t.assertIs(web_1, machines[1])
t.assertEqual(repr(web_1), "<Machine 'web-1'>")
t.assertEqual(vlans[0].nr, 1)
t.assertIs(vlan1, vlans[0])
t.assertIsInstance(server, Machine)
t.assertIsInstance(server, BaseMachine)
t.assertEqual(os.path.basename("/a/b"), "b")
t.assertIs(t.failureException, RequestedAssertionFailed)
t.assertEqual(type(server.booted), bool)
serial_stdout_on()
serial_stdout_off()
log.print_serial_logs(False)
server.release()
with log.nested("a"), log.subtest("b"), driver.subtest("c"), server.nested("d", attrs={"x": "y"}):
    log.log_serial("said", "server")
`);
  expect(result.failure).toBeNull();
});

test('return types', async () => {
  const { result } = await bench.run(`
def shape(value):
    return [type(value).__name__] + ([type(one).__name__ for one in value] if isinstance(value, tuple) else [])
t.assertEqual(shape(server.execute("true")), ["tuple", "int", "str"])
t.assertEqual(shape(server.systemctl("--version || true")), ["tuple", "int", "str"])
t.assertEqual(shape(server.start_job("nothing || true")), ["tuple", "int", "str"])
for value, kind in (
    (server.succeed("true"), str),
    (server.fail("false"), str),
    (server.wait_until_succeeds("true"), str),
    (server.wait_until_fails("false"), str),
    (server.get_console_log(), str),
    (server.is_up(), bool),
    (server.sleep(0), type(None)),
    (server.wait_for_file("/"), type(None)),
    (start_all(), type(None)),
    (retry(lambda last: True), type(None)),
):
    t.assertIsInstance(value, kind)
`);
  expect(result.failure).toBeNull();
});
