/** The `nxc …` line that does what an action does. */
import type { Target } from '#shared/contract/common.ts';
import type { RoleDistribution } from '#shared/model/distribution.ts';
import type { ActionName } from './actions.ts';
import type { RoleSizes } from './chosenSizes.ts';

/** What the command line takes a composition to be called when nobody names it. */
const defaultComposition = 'composition';

/** `-f docker`, or `-C name::docker` where the composition has to be told. */
function which({ composition, flavour }: Pick<Target, 'composition' | 'flavour'>): string {
  return composition === defaultComposition ? `-f ${flavour}` : `-C ${composition}::${flavour}`;
}

/** `-r client=3 -r server=alpha,beta`, empty when nothing is distributed. */
export function roleOptions(distribution: RoleDistribution): string {
  return Object.entries(distribution)
    .map(([role, wanted]) => ` -r ${role}=${typeof wanted === 'number' ? wanted : wanted.join(',')}`)
    .join('');
}

/** `--memory client=512 --cores client=2`, empty when no size was chosen. */
function sizeOptions(sizes: RoleSizes): string {
  return Object.entries(sizes)
    .map(([role, { memoryMib, cores }]) =>
      [
        memoryMib === undefined ? '' : ` --memory ${role}=${memoryMib}`,
        cores === undefined ? '' : ` --cores ${role}=${cores}`,
      ].join(''),
    )
    .join('');
}

export function cliLine(
  action: ActionName,
  target: Pick<Target, 'composition' | 'flavour'>,
  distribution: RoleDistribution,
  sizes: RoleSizes = {},
): string {
  const start = `nxc start ${which(target)}`;
  const roles = roleOptions(distribution) + sizeOptions(sizes);
  const { flavour } = target;
  switch (action) {
    case 'build':
      return `nxc build ${which(target)}`;
    case 'dry-run':
      return `nxc build ${which(target)} --dry-run`;
    case 'build-and-start':
    case 'apply':
      return `${start} --build${roles}`;
    case 'start':
    case 'start-with':
      return `${start}${roles}`;
    case 'update-nodes':
    case 'restart-ended':
      return `${start} --reuse${roles}`;
    case 'restart':
      return `nxc stop -f ${flavour} && ${start}${roles}`;
    case 'stop':
      return `nxc stop -f ${flavour}`;
    case 'test':
      return `nxc driver -t -f ${flavour}`;
    case 'update-library':
      return 'nxc build -u';
    case 'clean':
      return 'nxc clean';
  }
}
