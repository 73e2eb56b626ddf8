/** Asks Docker itself, and not our own engine, what still carries a deployment's label. */
import { askDockerFor, dockerEndpoint } from '#engine/system/dockerDaemon.ts';

/** Everything with the label of a Compose project, as `container NAME`, `network NAME` and `volume NAME`. */
export async function whatDockerStillHas(
  composeProject: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const endpoint = await dockerEndpoint(environment);
  const label = `com.docker.compose.project=${composeProject}`;
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const [containers, networks, volumes] = await Promise.all([
    askDockerFor(endpoint, `/containers/json?all=1&filters=${filters}`),
    askDockerFor(endpoint, `/networks?filters=${filters}`),
    askDockerFor(endpoint, `/volumes?filters=${filters}`),
  ]);
  return [
    ...named('container', containers.body),
    ...named('network', networks.body),
    ...named('volume', (volumes.body as { Volumes?: unknown } | null)?.Volumes),
  ];
}

function named(kind: string, list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map(
    (entry: { Name?: string; Names?: string[] }) => `${kind} ${entry.Name ?? entry.Names?.join(' ')}`,
  );
}
