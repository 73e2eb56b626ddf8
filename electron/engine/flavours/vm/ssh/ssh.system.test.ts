/** Shells by a real ssh server in a machine: Debian's dropbear, brought by the role with the libraries it needs. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { ShellRequest, ShellSession } from '../../flavour.ts';
import { projectIdentifier } from '../state/folders.ts';
import { createMachineBench } from '../testing/bench.ts';
import { keyPairOf } from './ed25519.ts';
import { openSshShell } from './sshShell.ts';

const programs = ['/usr/sbin/dropbear', '/usr/bin/dropbearconvert'];
const isMissing = programs.some((program) => !existsSync(program));
if (isMissing) console.warn('Skipped: dropbear is not installed (apt-get install dropbear-bin).');

const bench = createMachineBench();
const { flavour, directories } = bench;
const size = { columns: 90, rows: 30 };

function serverWithLibraries(): { readonly composition: string; readonly files: Record<string, string> } {
  const libraries = programs.flatMap((program) =>
    execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+(?= \()/g),
  );
  const places = new Map<string, string>(programs.map((program) => [program, program]));
  for (const library of libraries.filter((path) => path !== null)) {
    places.set(
      library.startsWith('/lib64/') ? library : `/lib/x86_64-linux-gnu/${basename(library)}`,
      library,
    );
  }
  const files = Object.fromEntries([...places.values()].map((path) => [basename(path), path]));
  const lines = [...places].map(
    ([place, source]) => `files."${place}" = { source = ./${basename(source)}; mode = "0755"; };`,
  );
  const start = [
    'mkdir -p /root/.ssh /etc/dropbear',
    'cp /etc/nxc/authorized_keys /root/.ssh/authorized_keys',
    'chmod 700 /root /root/.ssh && chmod 600 /root/.ssh/authorized_keys',
    'dropbearconvert openssh dropbear /etc/ssh/ssh_host_ed25519_key /etc/dropbear/key',
    'exec dropbear -F -E -r /etc/dropbear/key -p 22',
  ];
  const composition = `{ pkgs, ... }: {
    roles.server = { ... }: {
      ${lines.join('\n      ')}
      files."/etc/start-ssh".text = ''
        export PATH=$PATH:/usr/bin:/usr/sbin
        ${start.join('\n        ')}
      '';
      services.ssh = { command = "sh /etc/start-ssh"; port = 22; };
    };
  }`;
  return { composition, files };
}

async function outcomeOf(session: ShellSession) {
  let text = '';
  session.output.on('data', (bytes) => {
    text += bytes;
  });
  return { exitCode: await session.exited, text };
}

test.skipIf(isMissing)('shells come by ssh, with keys of ours on both sides', async () => {
  const { composition, files } = serverWithLibraries();
  const project = await bench.makeProject(composition, files);
  const { target } = project;
  const deployment = await flavour.start(
    { target, composeInfo: project.composeInfo, nodes: [{ name: 'server', role: 'server' }], reuse: false },
    { signal: new AbortController().signal, report: () => undefined },
  );
  const port = deployment.publishedPorts.find(({ nodePort }) => nodePort === 22)?.hostPort ?? 0;
  expect(port).toBeGreaterThan(0);

  const open = (request: Partial<ShellRequest>) =>
    flavour.openShell({ target, node: 'server' }, { ...size, ...request });
  // The server listens a moment after its service was started; until then it is a terminal of the machine.
  await expect
    .poll(
      async () => (await outcomeOf(await open({ command: ['sh', '-c', 'echo "<$SSH_CONNECTION>"'] }))).text,
      {
        timeout: 30_000,
      },
    )
    .toContain('<10.0.2.2 ');
  const { exitCode, text } = await outcomeOf(await open({ command: ['sh', '-c', 'tty; stty size; exit 7'] }));
  expect(exitCode).toBe(7);
  expect(text).toContain('/dev/pts/');
  expect(text).toContain('30 90');

  const session = await open({});
  const ended = outcomeOf(session);
  await session.resize({ columns: 120, rows: 40 });
  await session.write(Buffer.from('stty size; exit 3\n'));
  expect(await ended).toMatchObject({ exitCode: 3, text: expect.stringContaining('40 120') });
  await (await open({ command: ['sleep', '1000'] })).close();

  // What other programs need to do the same.
  const file = JSON.parse(readFileSync(join(project.directory, 'deploy/composition::vm.json'), 'utf8'));
  expect(file['ssh_key.pub']).toMatch(/^ssh-ed25519 \S+ nxc:/);
  const keyFile = join(directories.state, 'ssh', projectIdentifier(target.directory), 'id_ed25519');
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  const pinned = readFileSync(join(project.runFolder, 'known_hosts'), 'utf8').trim();
  expect(pinned).toMatch(new RegExp(`^\\[127\\.0\\.0\\.1\\]:${port} ssh-ed25519 \\S+ server$`));

  // Neither a stranger in the node's place, nor a stranger at its door.
  const own = {
    node: 'server',
    port,
    privateKey: readFileSync(keyFile, 'utf8'),
    hostKey: pinned.slice(pinned.indexOf(' ') + 1),
  };
  const stranger = keyPairOf(new Uint8Array(32).fill(7), 'stranger');
  await expect(openSshShell({ ...own, hostKey: stranger.publicKey }, size)).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('its key is another one'),
  });
  await expect(openSshShell({ ...own, privateKey: stranger.privateKey }, size)).rejects.toMatchObject({
    code: 'permission-denied',
    message: expect.stringContaining('does not let “root” in'),
  });

  // Without its server the node still has a shell.
  await bench.run(project, 'server', 'rm /etc/dropbear/key /etc/ssh/ssh_host_ed25519_key; killall dropbear');
  expect((await outcomeOf(await open({ command: ['tty'] }))).text).toContain('/dev/hvc');
});
