/** What test scripts can call, in the words of docs/test-scripts.md. A test compares it with the driver's source. */

import { call, type DriverCall } from './driverCall.ts';
import { machineMethods } from './machineMethods.ts';

/** Methods of a node. Times are in seconds. */
export const nodeMethods: readonly DriverCall[] = [
  call(
    'succeed',
    '*commands, timeout=None',
    'Runs commands that must succeed; gives back what they print.',
    'succeed("$1")',
  ),
  call(
    'fail',
    '*commands, timeout=None',
    'Runs commands that must fail; gives back what they print.',
    'fail("$1")',
  ),
  call(
    'execute',
    'command, check_return=True, check_output=True, timeout=DEFAULT_TIMEOUT',
    'Runs a command; gives back its exit code and what it prints.',
    'execute("$1")',
  ),
  call(
    'wait_until_succeeds',
    'command, timeout=DEFAULT_TIMEOUT',
    'Repeats a command until it succeeds; gives back what it prints.',
    'wait_until_succeeds("$1")',
  ),
  call(
    'wait_until_fails',
    'command, timeout=DEFAULT_TIMEOUT',
    'Repeats a command until it fails; gives back what it prints.',
    'wait_until_fails("$1")',
  ),
  call(
    'wait_for_unit',
    'unit, user=None, timeout=DEFAULT_TIMEOUT',
    'Waits until a service is active; fails at once when it has failed, or when nothing will start it.',
    'wait_for_unit("$1")',
  ),
  call(
    'wait_for_open_port',
    'port, addr="localhost", timeout=DEFAULT_TIMEOUT',
    'Waits until something listens on a port, seen from this node.',
    'wait_for_open_port($1)',
  ),
  call(
    'wait_for_closed_port',
    'port, addr="localhost", timeout=DEFAULT_TIMEOUT',
    'Waits until nothing listens on a port any more.',
    'wait_for_closed_port($1)',
  ),
  call(
    'wait_for_open_unix_socket',
    'addr, is_datagram=False, timeout=DEFAULT_TIMEOUT',
    'Waits until something listens on a socket in the file system.',
    'wait_for_open_unix_socket("$1")',
  ),
  call(
    'wait_for_file',
    'filename, timeout=DEFAULT_TIMEOUT',
    'Waits until a file is there.',
    'wait_for_file("$1")',
  ),
  call(
    'wait_for_console_text',
    'regex, timeout=None',
    'Waits until the node’s console has said something, in one line or several.',
    'wait_for_console_text("$1")',
  ),
  call('get_console_log', '', 'Everything that the node’s console has said.'),
  call(
    'require_unit_state',
    'unit, require_state="active"',
    'Fails unless a service is in this state now.',
    'require_unit_state("$1")',
  ),
  call(
    'get_unit_info',
    'unit, user=None',
    'The properties of a service, as a dictionary.',
    'get_unit_info("$1")',
  ),
  call(
    'get_unit_property',
    'unit, property, user=None',
    'One property of a service.',
    'get_unit_property("$1", "$2")',
  ),
  call(
    'systemctl',
    'q, user=None',
    'Runs systemctl; gives back its exit code and what it prints.',
    'systemctl("$1")',
  ),
  call('start_job', 'jobname, user=None', 'Starts a service.', 'start_job("$1")'),
  call('stop_job', 'jobname, user=None', 'Stops a service.', 'stop_job("$1")'),
  call(
    'wait_for_job',
    'jobname, timeout=DEFAULT_TIMEOUT',
    'An older name of wait_for_unit.',
    'wait_for_job("$1")',
  ),
  call(
    'copy_from_host',
    'source, target',
    'Copies a file or folder of the project into the node.',
    'copy_from_host("$1", "$2")',
  ),
  call(
    'copy_from_host_via_shell',
    'source, target',
    'Copies a file of the project into the node through its shell.',
    'copy_from_host_via_shell("$1", "$2")',
  ),
  call(
    'copy_from_vm',
    'source, target_dir=""',
    'Copies a file or folder of the node into the test’s output folder.',
    'copy_from_vm("$1")',
  ),
  call(
    'copy_from_machine',
    'source, target_dir=""',
    'Another name of copy_from_vm.',
    'copy_from_machine("$1")',
  ),
  call('start', 'allow_reboot=False', 'Waits until the node runs. Nodes are started with the deployment.'),
  call('connect', '', 'Waits until commands can be run on the node.'),
  call('is_up', '', 'Whether the node runs.'),
  call('sleep', 'secs', 'Does nothing for a while.', 'sleep($1)'),
  call('log', 'msg', 'Writes a line into the timeline of the test.', 'log("$1")'),
  call('nested', 'msg, attrs=None', 'Groups the calls inside under a title.', 'nested("$1")'),
  ...machineMethods,
];

/** What belongs to no node. */
export const driverFunctions: readonly DriverCall[] = [
  call('start_all', '', 'Waits until all nodes run. They are started with the deployment.'),
  call('join_all', '', 'Waits until all nodes answer. They go on running after the script.'),
  call(
    'subtest',
    'name',
    'Groups the calls inside under a title of the timeline, passed or failed as one.',
    'subtest("$1")',
  ),
  call(
    'retry',
    'fn, timeout_seconds=900, timeout=None',
    'Calls a function until it gives back something true. It is given whether this is the last attempt.',
    'retry($1)',
  ),
  call(
    'polling_condition',
    'fun_=None, *, seconds_interval=2.0, description=None',
    'A condition that is checked again and again while the rest of the script runs.',
  ),
];

/** Names that are no functions. */
export const driverNames: readonly { readonly name: string; readonly text: string }[] = [
  { name: 'machines', text: 'All nodes, as a list.' },
  { name: 'driver', text: 'The test driver: `machines` and `flavour`.' },
  { name: 'log', text: 'Writes into the timeline.' },
  {
    name: 't',
    text: 'Assertions of Python’s unittest that show differences in full, e.g. t.assertEqual(a, b).',
  },
];
