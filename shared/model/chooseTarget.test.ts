import { describe, expect, test } from 'vitest';
import { chooseTarget } from './chooseTarget.ts';

const one = [
  { composition: 'composition', flavour: 'docker' },
  { composition: 'composition', flavour: 'vm' },
];
const several = [
  { composition: 'oar', flavour: 'docker' },
  { composition: 'slurm', flavour: 'docker' },
];

describe('what was not named', () => {
  test('is the default flavour of the composition called composition', () => {
    expect(chooseTarget({}, 'docker')).toEqual({ composition: 'composition', flavour: 'docker' });
    expect(chooseTarget({}, 'vm', one)).toEqual({ composition: 'composition', flavour: 'vm' });
    expect(chooseTarget({ flavour: 'vm' }, 'docker', one)).toEqual({
      composition: 'composition',
      flavour: 'vm',
    });
  });

  test('is the only composition, whatever it is called', () => {
    expect(chooseTarget({}, 'docker', several.slice(1))).toEqual({ composition: 'slurm', flavour: 'docker' });
  });

  test('cannot be guessed among several', () => {
    expect(() => chooseTarget({}, 'docker', several)).toThrowError(
      expect.objectContaining({
        code: 'bad-input',
        message: expect.stringContaining('oar, slurm'),
        hint: expect.stringContaining('-C oar'),
      }),
    );
    expect(chooseTarget({ composition: 'slurm' }, 'docker', several).composition).toBe('slurm');
  });
});

test('a flavour that does not exist is refused with those that do', () => {
  const refusal = (hint: string) =>
    expect.objectContaining({ code: 'bad-input', hint: expect.stringContaining(hint) });
  expect(() => chooseTarget({ flavour: 'dockr' }, 'docker')).toThrowError(refusal('g5k-ramdisk'));
  expect(() => chooseTarget({ flavour: 'dockr' }, 'docker', one)).toThrowError(
    refusal('Flavours are: docker, vm.'),
  );
});

test('a target that the project does not offer is refused with those it does', () => {
  const refusal = expect.objectContaining({
    code: 'not-found',
    hint: 'There are: composition::docker, composition::vm.',
  });
  expect(() => chooseTarget({ flavour: 'nspawn' }, 'docker', one)).toThrowError(refusal);
  expect(() => chooseTarget({ composition: 'other' }, 'docker', one)).toThrowError(refusal);
  expect(() => chooseTarget({}, 'docker', [])).toThrowError(/no “composition::docker”/);
});
