/** The terminals area over real nodes and a real channel of the contract. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TerminalInfo } from '#shared/contract/terminals.ts';
import { machineControls } from '../deployments/machineControls.ts';
import { createDockerFlavour } from '../flavours/docker/dockerFlavour.ts';
import { sweep } from '../flavours/docker/testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from '../flavours/docker/testing/fixture.ts';
import { recordWork } from '../flavours/docker/testing/work.ts';
import { createTerminals } from './index.ts';

const flavour = createDockerFlavour();
const terminals = createTerminals({
  openShell: (node, request) => flavour.openShell(node, request),
  openConsole: async (node) => machineControls(flavour, 'show a console').openConsole(node),
});
let fixture: Fixture;

beforeAll(async () => {
  importFixtureImage();
  fixture = makeFixture({ roles: { server: {} } });
  await flavour.start({ ...fixture, reuse: false }, recordWork());
});

afterAll(async () => {
  await terminals.closeAll();
  sweep(fixture);
  fixture.remove();
});

const size = { columns: 80, rows: 24 };

function view(terminal: string, offset = 0) {
  const chunks: Uint8Array[] = [];
  const ended = Promise.withResolvers<number | null>();
  const detach = terminals.attach(
    terminal,
    {
      write: async (bytes) => {
        chunks.push(bytes);
      },
      end: ended.resolve,
      fail: ended.reject,
    },
    offset,
  );
  const received = () => Buffer.concat(chunks);
  const until = async (text: string) => {
    while (!received().includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { detach, received, until, ended: ended.promise };
}

test('a terminal outlives its viewers, and its end is told', async () => {
  const told: TerminalInfo[] = [];
  const stop = terminals.onChanged((info) => told.push(info));
  const { terminal } = await terminals.open({ target: fixture.target, node: 'server' }, size);
  const first = view(terminal);
  await terminals.write(terminal, Buffer.from('echo one-$((1+1))\n'));
  await first.until('one-2');
  first.detach();
  const offset = first.received().length;

  await terminals.write(terminal, Buffer.from('echo two-$((1+2)); exit 6\n'));
  const second = view(terminal, offset);
  expect(await second.ended).toBe(6);
  expect(second.received().toString()).toContain('two-3');
  expect(second.received().toString()).not.toContain('one-2');
  const whole = view(terminal);
  await whole.ended;
  expect(whole.received().equals(Buffer.concat([first.received(), second.received()]))).toBe(true);

  expect(told.map(({ state }) => state)).toEqual([{ state: 'open' }, { state: 'exited', exitCode: 6 }]);
  expect(terminals.list()).toContainEqual(told.at(-1));
  await terminals.close(terminal);
  expect(terminals.list()).toEqual([]);
  expect(() => terminals.attach(terminal, { write: async () => {}, end() {}, fail() {} }, 0)).toThrowError(
    expect.objectContaining({ code: 'not-found' }),
  );
  stop();
});

test('a program that floods is held while its viewer is slow, and goes on afterwards', async () => {
  const { terminal } = await terminals.open(
    { target: fixture.target, node: 'server' },
    {
      ...size,
      command: ['sh', '-c', 'seq 300000; echo done'],
    },
  );
  const turn = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<number | null>();
  let length = 0;
  let last: Uint8Array = new Uint8Array();
  terminals.attach(
    terminal,
    {
      async write(bytes) {
        await turn.promise;
        length += bytes.length;
        last = bytes;
      },
      end: ended.resolve,
      fail: ended.reject,
    },
    0,
  );
  turn.resolve();
  expect(await ended.promise).toBe(0);
  // Every line of `seq`, and “done”, each with the carriage return that a terminal adds.
  const lines = Array.from({ length: 300_000 }, (_, index) => String(index + 1).length + 2);
  expect(length).toBe(lines.reduce((sum, each) => sum + each, 0) + 'done\r\n'.length);
  expect(Buffer.from(last).toString()).toMatch(/done\r\n$/);
});

test('an engine that ends leaves no shell behind, nor what runs in it', async () => {
  const ending = createTerminals({
    openShell: (node, request) => flavour.openShell(node, request),
    openConsole: async (node) => machineControls(flavour, 'show a console').openConsole(node),
  });
  const on = { target: fixture.target, node: 'server' };
  const channel = await flavour.openChannel(on);
  const count = async () => {
    const { stdout } = await channel.run('ps | grep -c "[s]leep 7654" || true');
    return Buffer.from(stdout).toString().trim();
  };
  for (const _ of [1, 2]) {
    const { terminal } = await ending.open(on, size);
    await ending.write(terminal, Buffer.from('sleep 7654\n'));
  }
  await expect.poll(count, { timeout: 10_000 }).toBe('2');
  await ending.closeAll();
  expect(await count()).toBe('0');
  await channel.close();
});
