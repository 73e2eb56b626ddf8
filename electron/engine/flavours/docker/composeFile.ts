/** The compose file of a deployment, with a service per node: what Docker Compose and upstream's nxc read. Pure. */
import type { ComposeFile, Service } from './composeInfo.ts';
import { formatPort } from './ports.ts';
import {
  type DeploymentSpecification,
  keyValues,
  type NodeSpecification,
  serviceOf,
} from './specification.ts';

/** The schema version that every Compose takes whose file is given none. */
const defaultVersion = '3.4';

/** Valid for docker-compose 1.29 and for Compose v2. */
export function expandComposeFile(specification: DeploymentSpecification): ComposeFile {
  const { composeFile } = specification.build;
  return {
    ...composeFile,
    version: composeFile.version ?? defaultVersion,
    services: Object.fromEntries(specification.nodes.map((node) => [node.name, expand(specification, node)])),
  };
}

function expand({ build, files }: DeploymentSpecification, node: NodeSpecification): Service {
  const service = serviceOf(build, node.role);
  const variables = [...keyValues(service.environment), ['NXC_ROLE', node.role], ['NXC_HOST', node.name]];
  return {
    ...service,
    hostname: node.name,
    // Compose replaces variables: a dollar sign that is meant is written twice.
    environment: Object.fromEntries(
      variables.map(([name, value = '']) => [name, value.replaceAll('$', '$$$$')]),
    ),
    volumes: [
      ...service.volumes,
      { type: 'bind', source: files.nodeDeployment, target: '/etc/nxc/deployment.json', read_only: true },
    ],
    ports: node.ports.map(formatPort),
  };
}
