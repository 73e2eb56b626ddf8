import { expect, test } from 'vitest';
import { movePorts } from './movePorts.ts';
import type { SnapshotNote } from './snapshotStore.ts';

const note: SnapshotNote = {
  version: 1,
  name: 'first',
  madeAt: 0,
  qemuVersion: '7.2',
  record: {
    version: 1,
    target: { directory: '/project', composition: 'composition', flavour: 'vm' },
    composeInfo: '/build',
    startedAt: 0,
    accelerator: 'tcg',
    runFolder: '/run',
    lan: { group: '239.1.2.3', port: 22_022 },
    nodes: [
      {
        ...{ name: 'server', role: 'server', id: 1, address: '192.168.1.1', memoryMib: 96, cores: 1 },
        ...{ ssh: { hostPort: 22_022, nodePort: 22 }, hasSsh: true, hash: '', coldReason: null, command: [] },
        published: [{ hostPort: 8080, nodePort: 22_022 }],
      },
    ],
  },
  deployment: '{ "ssh_port": 22022, "vm_id": 22022 }',
  knownHosts: '[127.0.0.1]:22022 ssh-ed25519 22022\n',
  nodes: [
    {
      id: 1,
      parameters: [
        ...['-netdev', 'user,id=mgmt,hostfwd=tcp:127.0.0.1:22022-:22,hostfwd=tcp:127.0.0.1:8080-:22022'],
        ...['-netdev', 'socket,id=lan,mcast=239.1.2.3:22022,localaddr=127.0.0.1'],
      ],
      isPaused: false,
      isCut: false,
    },
  ],
};

test('a port that is taken is another one everywhere, and nothing else is', () => {
  const moved = movePorts(note, new Map([[22_022, 22_030]]));
  expect(moved.record.nodes[0]).toMatchObject({
    ssh: { hostPort: 22_030, nodePort: 22 },
    published: [{ hostPort: 8080, nodePort: 22_022 }],
  });
  expect(moved.record.lan.port).toBe(22_022);
  expect(moved.nodes[0]?.parameters).toEqual([
    ...['-netdev', 'user,id=mgmt,hostfwd=tcp:127.0.0.1:22030-:22,hostfwd=tcp:127.0.0.1:8080-:22022'],
    ...['-netdev', 'socket,id=lan,mcast=239.1.2.3:22022,localaddr=127.0.0.1'],
  ]);
  expect(moved.deployment).toBe('{ "ssh_port": 22030, "vm_id": 22022 }');
  expect(moved.knownHosts).toBe('[127.0.0.1]:22030 ssh-ed25519 22022\n');
  expect(movePorts(note, new Map())).toBe(note);
});
