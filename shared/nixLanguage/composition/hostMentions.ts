/** Finds hosts in commands and settings, where it is clear that a host is meant and not an English word. */
import type { Range } from '../text/range.ts';

export interface HostMention extends Range {
  readonly host: string;
  /** The port that is spoken to; `none` for commands without ports, as ping; `unknown` when it is not said. */
  readonly port: number | 'none' | 'unknown';
}

const schemePorts: Readonly<Record<string, number>> = {
  amqp: 5672,
  ftp: 21,
  http: 80,
  https: 443,
  ldap: 389,
  memcached: 11211,
  mongodb: 27017,
  mqtt: 1883,
  mysql: 3306,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  sftp: 22,
  ssh: 22,
  ws: 80,
  wss: 443,
};

/** Commands that take a host as argument, and the port that they speak to when it is not given. */
const commandPorts: Readonly<Record<string, number | 'none' | 'unknown'>> = {
  ab: 80,
  arping: 'none',
  curl: 80,
  dig: 53,
  fping: 'none',
  getent: 'none',
  iperf: 5001,
  iperf3: 5201,
  mosquitto_pub: 1883,
  mosquitto_sub: 1883,
  mount: 2049,
  mysql: 3306,
  nc: 'unknown',
  ncat: 'unknown',
  nmap: 'unknown',
  nslookup: 53,
  ping: 'none',
  ping6: 'none',
  psql: 5432,
  'redis-cli': 6379,
  rsync: 22,
  scp: 22,
  sftp: 22,
  showmount: 2049,
  ssh: 22,
  'ssh-keyscan': 22,
  telnet: 23,
  tracepath: 'none',
  traceroute: 'none',
  wget: 80,
  wrk: 80,
};

const commandPattern = new RegExp(
  `(?:^|[\\s;&|()\`"'/])(${Object.keys(commandPorts).join('|')})\\s(?:[^;&|\\n]|\\\\\\n)*$`,
);
const labelPattern =
  /(?:^|[\s"'{,;-])[\w.-]*(?:host|server|address|addr|master|leader|peer|upstream|join|url)\w*["']?\s*[=: ]\s*["']?$/i;

/** A pattern that finds any of the hosts as a whole word, with the number that nodes of a role have. */
export function hostPattern(hosts: readonly string[]): RegExp | null {
  if (hosts.length === 0) return null;
  const longestFirst = hosts.toSorted((left, right) => right.length - left.length);
  const names = longestFirst.map((host) => host.replaceAll(/[^A-Za-z0-9]/g, (sign) => `\\${sign}`));
  return new RegExp(`(?<![\\w.-])(${names.join('|')})(\\d*)(?![\\w-]|\\.[A-Za-z])`, 'g');
}

/**
 * The hosts that a command or a setting speaks to.
 *
 * @param whole whether a text that is nothing but a host name means the host, as in `server = "db";`
 */
export function findHosts(text: string, pattern: RegExp, whole: boolean): HostMention[] {
  const found: HostMention[] = [];
  for (const match of text.matchAll(pattern)) {
    const start = match.index;
    const end = start + match[0].length;
    const port = portOf(text, start, end, whole);
    if (port !== null) found.push({ host: match[1] ?? '', start, end, port });
  }
  return found;
}

/** The port that is spoken to, or null when nothing says that this word is a host. */
function portOf(text: string, start: number, end: number, whole: boolean): HostMention['port'] | null {
  const before = text.slice(Math.max(0, text.lastIndexOf('\n', start - 1) + 1, start - 400), start);
  const after = text.slice(end, end + 8);
  const written = Number(/^:(\d{1,5})(?!\d)/.exec(after)?.[1] ?? Number.NaN);
  if (written > 0 && written < 65536) return written;
  const scheme = /([a-z][a-z0-9+]*):\/\/(?:[^\s/@'"]*@)?$/i.exec(before)?.[1];
  if (scheme !== undefined) return schemePorts[scheme.toLowerCase()] ?? 'unknown';
  const command = commandPattern.exec(before)?.[1];
  if (command !== undefined) {
    const argument = Number(/^ +(\d{1,5})(?!\d)/.exec(after)?.[1] ?? Number.NaN);
    const takesPort = command === 'nc' || command === 'ncat' || command === 'telnet';
    return takesPort && argument > 0 ? argument : (commandPorts[command] ?? 'unknown');
  }
  if (before.endsWith('@')) return 'unknown';
  if (after.startsWith(':/')) return 2049;
  if (whole && text.trim() === text.slice(start, end)) return 'unknown';
  return labelPattern.test(before) ? 'unknown' : null;
}
