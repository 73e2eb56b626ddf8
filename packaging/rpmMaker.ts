/** Makes an rpm. Forge's own maker for it brings a build tool for native modules, from a place that is not npm. */
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import type { ForgeArch, ForgePlatform } from '@electron-forge/shared-types';

export interface RpmMakerConfig {
  readonly options: Readonly<Record<string, unknown>>;
}

type Installer = (options: Readonly<Record<string, unknown>>) => Promise<{ packagePaths: string[] }>;

const architectures: Readonly<Partial<Record<ForgeArch, string>>> = { x64: 'x86_64', arm64: 'aarch64' };

export class RpmMaker extends MakerBase<RpmMakerConfig> {
  override name = 'rpm';
  override defaultPlatforms: ForgePlatform[] = ['linux'];
  override requiredExternalBinaries = ['rpmbuild'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch }: MakerOptions): Promise<string[]> {
    const architecture = architectures[targetArch];
    if (architecture === undefined) throw new Error(`There is no rpm for the architecture ${targetArch}.`);
    const destination = `${makeDir}/rpm/${targetArch}`;
    await this.ensureDirectory(destination);
    // It has no types of its own.
    const name = 'electron-installer-redhat';
    const { default: install } = (await import(name)) as { default: Installer };
    const { packagePaths } = await install({
      ...this.config,
      arch: architecture,
      src: dir,
      dest: destination,
      rename: undefined,
    });
    return packagePaths;
  }
}
