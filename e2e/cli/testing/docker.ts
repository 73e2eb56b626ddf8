/** What Docker itself says, asked past our own program. */
import { execa } from 'execa';

const kinds = [
  { kind: 'container', list: ['ps', '--all', '--format', '{{.Names}}'], remove: ['rm', '--force'] },
  { kind: 'network', list: ['network', 'ls', '--format', '{{.Name}}'], remove: ['network', 'rm'] },
  {
    kind: 'volume',
    list: ['volume', 'ls', '--format', '{{.Name}}'],
    remove: ['volume', 'rm', '--force'],
  },
] as const;

/** Names of all that Docker has of the projects whose folders' names begin like this, as `container NAME` and so on. */
export async function leftInDocker(projectName: string): Promise<string[]> {
  const found = await Promise.all(
    kinds.map(async ({ kind, list }) => (await named(list, projectName)).map((name) => `${kind} ${name}`)),
  );
  return found.flat();
}

/** Removes all of it, so that one test's failure is not the next one's. */
export async function removeFromDocker(projectName: string): Promise<void> {
  for (const { list, remove } of kinds) {
    const names = await named(list, projectName);
    if (names.length > 0) await execa('docker', [...remove, ...names], { reject: false });
  }
}

async function named(list: readonly string[], projectName: string): Promise<string[]> {
  const { stdout } = await execa('docker', list);
  return stdout.split('\n').filter((name) => name.startsWith(`nxc-${projectName}`));
}

/** Identifiers of the containers by node: one that was replaced has another. */
export async function containersInDocker(projectName: string): Promise<Map<string, string>> {
  const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
  const filter = `name=^nxc-${projectName}-`;
  const { stdout } = await execa('docker', ['ps', '--all', '--filter', filter, '--format', format]);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line): [string, string] => {
      const [node = '', identifier = ''] = line.split(' ');
      return [node, identifier];
    }),
  );
}
