import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from './commandLine.ts';
import type { Hardware, NodeMachine } from './specification.ts';

const hardware: Hardware = {
  accelerator: 'tcg',
  kernel: '/k/bzImage',
  initrd: '/k/initrd',
  store: { layout: 'image', file: '/k/store' },
  memoryMib: 96,
  cores: 1,
  panicDevice: 'pvpanic',
  graphics: false,
  kernelParameters: [],
  role: 'client',
};
const node: NodeMachine = {
  kind: 'node',
  name: 'client1',
  hardware,
  folder: '/run/vm/2',
  memory: { template: '/cache/memory' },
  lan: { group: '239.1.2.3', port: 20_001 },
  macAddress: '52:54:00:12:01:02',
  managementMacAddress: '52:54:00:12:00:02',
  forwards: [{ hostPort: 22_023, nodePort: 22 }],
};
const only = (parameters: readonly string[], name: string) => parameters[parameters.indexOf(name) + 1];
const all = (parameters: readonly string[], name: string) =>
  parameters.flatMap((parameter, index) => (parameter === name ? [parameters[index + 1]] : []));

test('a restored node has exactly the devices of its template: nothing else can be restored', () => {
  const template = commandLine({
    kind: 'template',
    hardware,
    folder: '/run/template',
  });
  const withoutMac = (device: string | undefined) => device?.replace(/,mac=[0-9a-f:]+/, '');
  const restored = commandLine(node);
  expect(all(restored, '-device').map(withoutMac)).toEqual(all(template, '-device'));
  for (const name of ['-machine', '-cpu', '-smp', '-m', '-kernel', '-initrd', '-action']) {
    expect(only(restored, name)).toBe(only(template, name));
  }
  // The backend's name and size are what QEMU finds the memory by.
  for (const parameters of [restored, template]) {
    expect(only(parameters, '-object')).toMatch(/,id=memory,size=96M$/);
  }
});

test('all boot alike, and only a restored node comes in', () => {
  const template = commandLine({ kind: 'template', hardware, folder: '/t' });
  expect(only(template, '-append')).toBe(only(commandLine(node), '-append'));
  expect(commandLine(node)).toContain('-incoming');
  for (const memory of ['own', 'copyable'] as const) {
    expect(commandLine({ ...node, memory })).not.toContain('-incoming');
  }
  expect(template.join(' ')).not.toContain('mcast');
});

test('the nodes’ network is on the loopback alone, and so are forwarded ports', () => {
  const [management, lan] = all(commandLine(node), '-netdev');
  expect(management).toBe('user,id=mgmt,hostfwd=tcp:127.0.0.1:22023-:22');
  expect(lan).toBe('socket,id=lan,mcast=239.1.2.3:20001,localaddr=127.0.0.1');
});

test('each layout has its store', () => {
  const text = (store: Hardware['store']) =>
    commandLine({ ...node, hardware: { ...hardware, store } }).join(' ');
  expect(text({ layout: 'image', file: '/s' })).toContain('virtio-blk-pci,drive=store,serial=nxc-store');
  expect(text({ layout: 'shared' })).toContain('mount_tag=nix-store');
  expect(text({ layout: 'ramdisk' })).not.toMatch(/nxc-store|9p/);
});

test('a path with commas stays one value', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', ',', '=', ' ') }), (part) => {
      const console = commandLine({ ...node, folder: `/run/${part}x` }).find((text) =>
        text.startsWith('socket,id=console'),
      );
      const options = console?.split(/(?<!,),(?!,)/) ?? [];
      // QEMU's own rule: a doubled comma is one that is meant.
      if (!part.includes(',')) expect(options).toContain(`path=/run/${part}x/console`);
      expect(console).toContain(`path=/run/${part.replaceAll(',', ',,')}x/console`);
    }),
  );
});
