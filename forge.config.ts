/**
 * Packages of the desktop app: `npm run package`, `npm run make`. The bundles are made before, by `npm run build`.
 * Without a network, ELECTRON_ZIP_DIR names a folder that holds Electron's zip files. NXC_PACKAGES_DIR says where the
 * packages go, `out` when it is not set.
 */
import { dirname } from 'node:path';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import MakerDeb from '@electron-forge/maker-deb';
import MakerZip from '@electron-forge/maker-zip';
import FusesPlugin from '@electron-forge/plugin-fuses';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { archived, fuses, programName } from './packaging/contents.ts';
import { placeBesideTheArchive, writePackagedDescription } from './packaging/placeBesideTheArchive.ts';
import { RpmMaker } from './packaging/rpmMaker.ts';

const root = import.meta.dirname;
const electronZips = process.env.ELECTRON_ZIP_DIR;

const linuxPackage = {
  name: programName,
  bin: programName,
  productName: 'NXC Desktop',
  genericName: 'Distributed systems workbench',
  maintainer: 'NXC Desktop maintainers <maintainers@nxc-desktop.invalid>',
  categories: ['Development'] as 'Development'[],
  section: 'devel' as const,
};

const config: ForgeConfig = {
  outDir: process.env.NXC_PACKAGES_DIR ?? 'out',
  packagerConfig: {
    asar: true,
    executableName: programName,
    // Everything that runs is bundled.
    prune: false,
    ignore: (path) => !isArchived(path),
    ...(electronZips === undefined ? {} : { electronZipDir: electronZips }),
  },
  // There are no native modules to build.
  rebuildConfig: { onlyModules: [] },
  hooks: {
    async packageAfterCopy(_config, app, _electronVersion, platform, architecture) {
      await placeBesideTheArchive(root, dirname(app), { platform, architecture });
      await writePackagedDescription(root, app);
    },
  },
  plugins: [
    new FusesPlugin({
      version: FuseVersion.V1,
      strictlyRequireAllFuses: true,
      [FuseV1Options.RunAsNode]: fuses.runAsNode,
      [FuseV1Options.EnableCookieEncryption]: fuses.enableCookieEncryption,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: fuses.enableNodeOptionsEnvironmentVariable,
      [FuseV1Options.EnableNodeCliInspectArguments]: fuses.enableNodeCliInspectArguments,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: fuses.enableEmbeddedAsarIntegrityValidation,
      [FuseV1Options.OnlyLoadAppFromAsar]: fuses.onlyLoadAppFromAsar,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: fuses.loadBrowserProcessSpecificV8Snapshot,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: fuses.grantFileProtocolExtraPrivileges,
      // Speed alone: without it WebAssembly checks every access by itself.
      [FuseV1Options.WasmTrapHandlers]: true,
    }),
  ],
  makers: [
    new MakerZip({}, ['linux', 'darwin', 'win32']),
    new MakerDeb({ options: linuxPackage }),
    new RpmMaker({ options: linuxPackage }),
  ],
};

export default config;

/** @param path as the packager gives it: from the repository's root, with a slash first; the root itself is empty */
function isArchived(path: string): boolean {
  if (path === '' || path === '/package.json' || path === '/dist') return true;
  return archived.some((folder) => path === `/${folder}` || path.startsWith(`/${folder}/`));
}
