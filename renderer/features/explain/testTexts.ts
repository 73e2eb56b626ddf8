/** Explanations of test scripts. */
import type { ExplanationText } from './explanation.ts';

const calls = 'docs/test-scripts.md#what-a-node-can-do';

export const testTexts = {
  node: {
    title: 'A node in a test script',
    text: 'Every node is a variable with its name; a `-` in it becomes `_`. With several nodes of a role they are called client1, client2 and so on. Its methods run commands on the node or wait until something is true.',
    example: 'client.succeed("ping -c 1 server")',
    language: 'python',
    docs: 'docs/test-scripts.md',
  },
  testCall: {
    title: 'A call on a node',
    text: 'Is done on that node and is one line in the timeline of the test. When it fails, the test ends there and says what was expected and what happened instead.',
    example: 'server.wait_for_open_port(80)\npage = client.succeed("wget -qO- http://server/")',
    language: 'python',
    docs: calls,
  },
  succeed: {
    title: 'succeed: a command that must work',
    text: 'Runs a command in a shell on the node and gives back what it prints. If the command’s exit code is not 0, the test has failed. Use it for what must be true now; for what becomes true a little later use wait_until_succeeds.',
    example: 'page = client.succeed("wget -qO- http://server/")\nassert "Hello" in page',
    language: 'python',
    docs: calls,
  },
  fail: {
    title: 'fail: a command that must not work',
    text: 'Runs a command on the node and expects that its exit code is not 0. It tests that something forbidden is really refused.',
    example: 'client.fail("wget -O- http://server/secret")',
    language: 'python',
    docs: calls,
  },
  waitUntil: {
    title: 'Waiting until a command works',
    text: 'Repeats a command until it succeeds, or until the time is over (900 seconds if nothing else is said). Systems need a moment to become ready; this is more reliable than a pause of fixed length.',
    example: 'client.wait_until_succeeds("ping -c 1 server", timeout=30)',
    language: 'python',
    docs: calls,
  },
  waitForUnit: {
    title: 'Waiting for a service',
    text: 'Waits until a service is active, and fails at once when it has failed. It says that the program runs, not yet that it answers: for that wait for its port.',
    example: 'server.wait_for_unit("web")\nserver.wait_for_open_port(80)',
    language: 'python',
    docs: calls,
  },
  waitForPort: {
    title: 'Waiting for a port',
    text: 'Waits until something on the node accepts connections on a TCP port. It is the usual way to know that a server is ready.',
    example: 'server.wait_for_open_port(80)',
    language: 'python',
    docs: calls,
  },
  startAll: {
    title: 'start_all: wait for all nodes',
    text: 'Waits until every node of the deployment answers. Nodes are started with the deployment and go on running after the test.',
    example: 'start_all()',
    language: 'python',
    docs: 'docs/test-scripts.md#what-differs-from-nixos',
  },
  subtest: {
    title: 'subtest: a part with a name',
    text: 'Groups what stands inside under a sentence of yours. In the timeline it passes or fails as one, so a failure says in your own words what does not work.',
    example: 'with subtest("the server listens"):\n    server.wait_for_open_port(80)',
    language: 'python',
    docs: 'docs/test-scripts.md',
  },
  retry: {
    title: 'retry: until a function says so',
    text: 'Calls a Python function again and again until it gives back something true. Use it when one command is not enough to tell.',
    example:
      'def both_answer(last_attempt):\n    return client.execute("ping -c 1 server")[0] == 0\n\nretry(both_answer)',
    language: 'python',
    docs: 'docs/test-scripts.md',
  },
  testFunction: {
    title: 'A name in a test script',
    text: 'Test scripts are Python. Beside the nodes there are a few functions of the test driver, and all of Python’s standard library that needs neither threads nor sockets.',
    example: 'import json\nstart_all()\nstate = json.loads(client.succeed("cat /state.json"))',
    language: 'python',
    docs: 'docs/test-scripts.md',
  },
} as const satisfies Record<string, ExplanationText>;
