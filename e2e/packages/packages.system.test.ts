/**
 * Packages as they are made for users, around a stand-in for Electron: what is in them, what was switched off in the
 * binary, and that the command line inside works. Needs what `npm run build` makes.
 */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../programs.ts';
import { startHost } from '../startHost.ts';
import { writeElectronFolder, writeElectronZip } from './electronStandIn.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-packages-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function packageWithForge(): Promise<string> {
  const zips = join(folder, 'zips');
  await mkdir(zips);
  await writeElectronZip(zips, await electronVersion());
  const out = join(folder, 'forge');
  await execa('electron-forge', ['package'], {
    cwd: root,
    preferLocal: true,
    env: { ELECTRON_ZIP_DIR: zips, NXC_PACKAGES_DIR: out },
  });
  return join(out, `NXC Desktop-${process.platform}-${process.arch}`);
}

async function packageWithElectronBuilder(): Promise<string> {
  const electron = join(folder, 'electron');
  await writeElectronFolder(electron);
  const out = join(folder, 'builder');
  const settings = [`-c.electronDist=${electron}`, `-c.directories.output=${out}`];
  await execa('electron-builder', ['--linux', 'dir', '--config', 'electron-builder.config.ts', ...settings], {
    cwd: root,
    preferLocal: true,
  });
  return join(out, 'linux-unpacked');
}

async function electronVersion(): Promise<string> {
  const description = await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8');
  return (JSON.parse(description) as { version: string }).version;
}

describe.each([
  ['Forge', packageWithForge],
  ['electron-builder', packageWithElectronBuilder],
])('a package by %s', (_, make) => {
  let app: string;

  beforeAll(async () => {
    app = await make();
  });

  test('has the window and its main process in the archive, and no sources', () => {
    const files = listPackage(join(app, 'resources', 'app.asar'), { isPack: false });
    for (const file of [
      '/package.json',
      '/dist/main/main.mjs',
      '/dist/preload/preload.cjs',
      '/dist/renderer/index.html',
    ]) {
      expect(files).toContain(file);
    }
    const strangers = files.filter(
      (file) => !/^\/(package\.json$|dist($|\/(main|preload|renderer)($|\/)))/.test(file),
    );
    expect(strangers).toEqual([]);
  });

  test('allows its binary nothing but to run that archive', async () => {
    const wire = await getCurrentFuseWire(join(app, 'nxc-desktop'));
    const on = [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ];
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    for (const fuse of on) expect([fuse, wire[fuse]]).toEqual([fuse, FuseState.ENABLE]);
    for (const fuse of off) expect([fuse, wire[fuse]]).toEqual([fuse, FuseState.DISABLE]);
  });

  test('has a command line that runs on its own Node, finds its files and serves its page', async () => {
    const program = join(app, 'resources', 'bin', 'nxc');
    const environment = { PATH: '/usr/bin:/bin', NXC_HOME: join(folder, 'home') };
    const nxc = (word: string) => execa(program, [word], { cwd: folder, env: environment, extendEnv: false });
    const description = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    expect((await nxc('--version')).stdout).toBe(description.version);
    expect((await nxc('templates')).stdout).toContain('tutorial');

    const host = await startHost({ folder, environment }, null, program);
    const entry = await fetch(host.address, { redirect: 'manual' });
    const cookie = entry.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(new URL('/', host.address), { headers: { cookie } });
    expect(await page.text()).toContain('<div id="root">');
    await host.stop();
    expect(host.process.exitCode).toBe(0);
  });

  test('has what test scripts run in, the relay between machines, and the Nix library', async () => {
    const resources = join(app, 'resources');
    for (const file of [
      'dist/driver/main.mjs',
      'dist/relay/main.mjs',
      'node_modules/pyodide/pyodide.asm.wasm',
      'resources/nix/flake.nix',
    ]) {
      expect((await readFile(join(resources, file))).length).toBeGreaterThan(0);
    }
    expect(await readFile(join(resources, 'resources/driver/nxc_driver/__init__.py'))).toBeDefined();
  });
});
