import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deploymentFiles, projectName, targetOfWorkingDirectory } from './identity.ts';

const segment = fc.stringMatching(/^[\p{L}0-9 ._-]{1,40}$/u).filter((text) => !/^\.+$/.test(text));
const target = fc
  .record({ folders: fc.array(segment, { minLength: 1, maxLength: 4 }), composition: segment })
  .map(({ folders, composition }) => ({
    directory: `/${folders.join('/')}`,
    composition,
    flavour: 'docker' as const,
  }));

test('a project’s name is one that Compose allows, for any folder', () => {
  fc.assert(
    fc.property(target, (each) => {
      expect(projectName(each)).toMatch(/^nxc-[a-z0-9-]*[0-9a-f]{8}$/);
    }),
  );
});

test('two targets never share a name', () => {
  fc.assert(
    fc.property(target, target, (one, other) => {
      const same = one.directory === other.directory && one.composition === other.composition;
      expect(projectName(one) === projectName(other)).toBe(same);
    }),
  );
});

test('the folder of the compose file leads back to the target', () => {
  fc.assert(
    fc.property(target, (each) => {
      expect(targetOfWorkingDirectory(deploymentFiles(each).artifactDirectory)).toEqual(each);
    }),
  );
});
