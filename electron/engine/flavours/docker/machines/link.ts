/**
 * The network cable of a container. Docker's own way, to disconnect it from its network, would take its name away from
 * the others and give it another address afterwards; a cable does neither. So its network card is switched. Nothing in
 * the container may do that: a second one, which lives for that moment, is given its network and the right to.
 */
import { dirname } from 'node:path/posix';
import type { ContainerInspectInfo } from 'dockerode';
import { AppError } from '#shared/errors.ts';
import { createContainer, type DockerClient } from '../api/client.ts';
import { isRefusal, tolerate } from '../api/refusal.ts';
import type { ExecTarget } from '../exec.ts';
import { destroyContainer } from '../removal.ts';

/** Exit code that says that the node has no program for it. */
const noProgram = 90;

/** Switching a card off forgets the routes that lead over it: the gateway is given anew. */
const script = `
if command -v ip >/dev/null 2>&1; then ip=ip
elif command -v busybox >/dev/null 2>&1; then ip='busybox ip'
else exit ${noProgram}; fi
for card in /sys/class/net/*; do
  card=\${card##*/}
  [ "$card" = lo ] || $ip link set dev "$card" "$1" || exit 1
done
[ "$1" = down ] || [ -z "$2" ] || $ip route replace default via "$2"
`;

/** @throws AppError `unsupported` when the node lacks the program that is needed */
export async function switchLink(
  docker: DockerClient,
  { container, node }: ExecTarget,
  connected: boolean,
): Promise<void> {
  const details = await docker.getContainer(container).inspect();
  if (!details.State.Running) throw notRunning(node);
  const helper = await createHelper(docker, details, connected);
  try {
    const ended = docker.getContainer(helper).wait({ condition: 'next-exit' });
    // Awaited below; a start that fails is the one to tell of.
    ended.catch(() => undefined);
    const refused = await tolerate([400, 404], docker.getContainer(helper).start());
    const { StatusCode } = refused === undefined ? await ended : { StatusCode: noProgram };
    if (StatusCode === noProgram) throw withoutProgram(node);
    if (StatusCode !== 0) throw notSwitched(node, StatusCode);
  } finally {
    await destroyContainer(docker, helper);
  }
}

/** The node's own image and store, but none of its labels: it is not one of the nodes. */
async function createHelper(
  docker: DockerClient,
  { Name, Config, HostConfig, NetworkSettings }: ContainerInspectInfo,
  connected: boolean,
): Promise<string> {
  const name = `${Name.replace(/^\//, '')}-cable`;
  const networks = Object.values(NetworkSettings.Networks);
  const gateway = networks.find(({ Gateway }) => Gateway !== '')?.Gateway ?? '';
  const body = {
    Image: Config.Image,
    // NixOS links its programs only while it boots; beside its init they are from the beginning.
    Env: [`PATH=${programPath(Config)}:${dirname(Config.Cmd?.[0] ?? '/')}/sw/bin`],
    Entrypoint: [],
    Cmd: ['sh', '-c', script, 'sh', connected ? 'up' : 'down', gateway],
    User: '0',
    HostConfig: {
      NetworkMode: `container:${Name.replace(/^\//, '')}`,
      Binds: HostConfig.Binds ?? [],
      CapDrop: ['ALL'],
      CapAdd: ['NET_ADMIN'],
      ReadonlyRootfs: true,
    },
  };
  try {
    return await createContainer(docker, name, body);
  } catch (error) {
    if (!isRefusal(error, 409)) throw error;
    // Left by a process that was killed at this very moment.
    await destroyContainer(docker, name);
    return createContainer(docker, name, body);
  }
}

function programPath({ Env }: ContainerInspectInfo['Config']): string {
  const path = Env?.find((entry) => entry.startsWith('PATH='))?.slice('PATH='.length);
  return path ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
}

function notRunning(node: string): AppError {
  return new AppError('node-failed', `Node “${node}” does not run: there is no cable to switch.`, {
    hint: 'Start it first: `nxc start --reuse`.',
    details: { node },
  });
}

function withoutProgram(node: string): AppError {
  return new AppError('unsupported', `Node “${node}” has no program that could switch its network card.`, {
    hint: 'Add iproute2 to the packages of its role, or use the tiny base, which has it.',
    details: { node },
  });
}

function notSwitched(node: string, exitCode: number): AppError {
  return new AppError(
    'node-failed',
    `The network card of node “${node}” could not be switched (exit code ${exitCode}).`,
    { hint: '`nxc start --reuse` brings a damaged node back.', details: { node } },
  );
}
