/** Services of a role, and the ports they listen on. */
import type { NixDocument } from '../syntax/document.ts';
import { literalBoolean, literalNumbers } from './literals.ts';
import type { ServiceOutline, ServicePort } from './outline.ts';
import type { Setting } from './settings.ts';

/** What well-known services of NixOS listen on when their configuration says nothing else. */
const defaultPorts: Readonly<Record<string, readonly number[]>> = {
  apache: [80],
  caddy: [80, 443],
  couchdb: [5984],
  elasticsearch: [9200],
  etcd: [2379],
  gitea: [3000],
  grafana: [3000],
  haproxy: [],
  httpd: [80],
  influxdb: [8086],
  k3s: [6443],
  lighttpd: [80],
  loki: [3100],
  memcached: [11211],
  minio: [9000],
  mongodb: [27017],
  mosquitto: [1883],
  mysql: [3306],
  nats: [4222],
  nfs: [2049],
  nginx: [80],
  openssh: [22],
  postgresql: [5432],
  prometheus: [9090],
  rabbitmq: [5672],
  redis: [6379],
  vault: [8200],
};

/** The last name of options whose value is a port that the service listens on. */
const portOptions: ReadonlySet<string> = new Set([
  'port',
  'ports',
  'listenPort',
  'httpPort',
  'http_port',
  'Port',
]);
const tlsOptions: ReadonlySet<string> = new Set(['forceSSL', 'onlySSL', 'addSSL']);

/** Services in the order in which the role first names them. */
export function readServices(document: NixDocument, settings: readonly Setting[]): ServiceOutline[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const depth = serviceDepth(setting);
    const name = setting.path[depth];
    if (depth === 0 || typeof name !== 'string' || name === '') continue;
    const key = `${depth}:${name}`;
    groups.set(key, [...(groups.get(key) ?? []), setting]);
  }
  return [...groups.values()].flatMap((group) => readService(document, group) ?? []);
}

/** Where in the path of a setting the name of the service stands; 0 when it is none of a service. */
function serviceDepth({ path }: Setting): number {
  if (path[0] === 'services') return 1;
  return path[0] === 'systemd' && path[1] === 'services' ? 2 : 0;
}

function readService(document: NixDocument, settings: readonly Setting[]): ServiceOutline | null {
  const [first] = settings;
  if (first === undefined) return null;
  const depth = serviceDepth(first);
  const name = first.path[depth];
  const written = first.names[depth];
  if (typeof name !== 'string' || written === undefined) return null;
  return {
    name,
    start: written.start,
    end: written.end,
    option: depth === 1 ? 'services' : 'systemd.services',
    enabled: isEnabled(settings, depth),
    ports: depth === 1 ? readPorts(document, name, settings) : [],
  };
}

/** A service that is only configured counts as there: the tiny base needs no `enable`. */
function isEnabled(settings: readonly Setting[], depth: number): boolean | 'uncertain' {
  const enable = settings.findLast(({ path }) => path.length === depth + 2 && path.at(-1) === 'enable');
  if (enable === undefined) return settings.every(({ conditional }) => conditional) ? 'uncertain' : true;
  return enable.conditional ? 'uncertain' : (literalBoolean(enable.expression) ?? 'uncertain');
}

function readPorts(document: NixDocument, name: string, settings: readonly Setting[]): ServicePort[] {
  const written: ServicePort[] = [];
  const tls: ServicePort[] = [];
  for (const setting of settings) {
    const option = setting.path.at(-1);
    if (typeof option !== 'string') continue;
    if (portOptions.has(option)) {
      for (const { value, ...range } of literalNumbers(document, setting.expression) ?? []) {
        written.push({ port: value, range });
      }
    } else if (option === 'listen' && setting.expression.kind === 'list') {
      written.push(...readListen(document, setting));
    } else if (tlsOptions.has(option) && literalBoolean(setting.expression) === true) {
      tls.push({ port: 443, range: { start: setting.expression.start, end: setting.expression.end } });
    }
  }
  const defaults = (defaultPorts[name] ?? []).map((port) => ({ port, range: null }));
  return unique([...(written.length > 0 ? written : defaults), ...tls]);
}

/** nginx's and httpd's `listen = [ { addr = …; port = …; } ]`. */
function readListen(document: NixDocument, { expression }: Setting): ServicePort[] {
  if (expression.kind !== 'list') return [];
  return expression.elements.flatMap((element) => {
    if (element.kind !== 'set') return [];
    return element.bindings.flatMap((binding) => {
      if (binding.kind !== 'binding' || binding.path.names[0]?.name !== 'port') return [];
      return (literalNumbers(document, binding.value) ?? []).map(({ value, ...range }) => ({
        port: value,
        range,
      }));
    });
  });
}

function unique(ports: readonly ServicePort[]): ServicePort[] {
  return ports.filter((each, index) => ports.findIndex(({ port }) => port === each.port) === index);
}
