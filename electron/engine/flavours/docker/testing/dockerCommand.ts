/** The `docker` command as a witness that does not share code with what it witnesses. */
import { execFileSync } from 'node:child_process';
import { projectName } from '../identity.ts';
import type { Fixture } from './fixture.ts';

export function docker(...parameters: readonly string[]): string {
  return execFileSync('docker', parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Everything in Docker that belongs to a deployment: containers, networks, volumes. */
export function everythingOf(fixture: Pick<Fixture, 'target'>): string[] {
  const filter = ['--filter', `label=com.docker.compose.project=${projectName(fixture.target)}`];
  return [
    docker('ps', '--all', ...filter, '--format', '{{.Names}}'),
    docker('network', 'ls', ...filter, '--format', '{{.Name}}'),
    docker('volume', 'ls', ...filter, '--format', '{{.Name}}'),
  ].flatMap((text) => text.split('\n').filter((line) => line !== ''));
}

/** Identifier of a node's container. */
export function containerOf(fixture: Pick<Fixture, 'target'>, node: string): string {
  return docker('inspect', '--format', '{{.Id}}', `${projectName(fixture.target)}-${node}-1`).trim();
}

/** Removes what a test left behind. */
export function sweep(fixture: Pick<Fixture, 'target'>): void {
  const filter = ['--filter', `label=com.docker.compose.project=${projectName(fixture.target)}`];
  for (const [list, remove] of [
    [
      ['ps', '--all', '--quiet'],
      ['rm', '--force'],
    ],
    [
      ['network', 'ls', '--quiet'],
      ['network', 'rm'],
    ],
    [
      ['volume', 'ls', '--quiet'],
      ['volume', 'rm'],
    ],
  ] as const) {
    const names = docker(...list, ...filter)
      .split('\n')
      .filter((line) => line !== '');
    if (names.length > 0) docker(...remove, ...names);
  }
}
