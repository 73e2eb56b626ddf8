/** The formats that Forge makes none of: AppImage, dmg and the Windows installer. `npx electron-builder --config …` */
import { Arch, type Configuration } from 'electron-builder';
import { archived, fuses, programName } from './packaging/contents.ts';
import { placeBesideTheArchive } from './packaging/placeBesideTheArchive.ts';

const config: Configuration = {
  appId: 'org.nixos-compose.desktop',
  productName: 'NXC Desktop',
  executableName: programName,
  directories: { output: 'out/electron-builder' },
  asar: true,
  files: ['package.json', ...archived.map((folder) => `${folder}/**`), '!node_modules'],
  // Everything that runs is bundled, and nothing of it is native.
  npmRebuild: false,
  nodeGypRebuild: false,
  buildDependenciesFromSource: false,
  electronFuses: fuses,
  linux: { target: ['AppImage'], category: 'Development' },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.developer-tools',
  },
  win: { target: ['nsis'] },
  publish: null,
  async afterPack({ packager, appOutDir, electronPlatformName, arch }) {
    await placeBesideTheArchive(packager.projectDir, packager.getResourcesDir(appOutDir), {
      platform: electronPlatformName,
      architecture: Arch[arch],
    });
  },
};

export default config;
