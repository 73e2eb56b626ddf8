import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cliLine } from './cliLines.ts';
import { sizeFormOf, sizeProblem, sizesIn } from './sizeForm.ts';

test('what was chosen is shown, and comes back as it was', () => {
  const size = fc.record(
    { memoryMib: fc.integer({ min: 16, max: 1_000_000 }), cores: fc.integer({ min: 1, max: 255 }) },
    { requiredKeys: [] },
  );
  const sizes = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    size.filter((one) => Object.keys(one).length > 0),
  );
  fc.assert(
    fc.property(sizes, (chosen) => {
      const forms = sizeFormOf(Object.keys(chosen), chosen);
      expect(forms.map(sizeProblem)).toEqual(forms.map(() => null));
      expect(sizesIn(forms)).toEqual({ ...chosen });
    }),
  );
});

test.each([
  ['', '', null],
  ['512', '2', null],
  ['8', '', /from 16/],
  ['much', '', /whole number/],
  ['', '0', /from 1 to 255/],
  ['', '1.5', /from 1 to 255/],
])('%j MiB and %j cores', (memory, cores, problem) => {
  const said = sizeProblem({ role: 'server', memory, cores });
  if (problem === null) expect(said).toBeNull();
  else expect(said).toMatch(problem);
});

test('sizes stand in the line', () => {
  const target = { composition: 'composition', flavour: 'vm' } as const;
  const sizes = { server: { memoryMib: 512, cores: 2 }, client: { cores: 1 } };
  expect(cliLine('start', target, {}, sizes)).toBe(
    'nxc start -f vm --memory server=512 --cores server=2 --cores client=1',
  );
  expect(cliLine('stop', target, {}, sizes)).toBe('nxc stop -f vm');
});
