import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filesNeeded, rollbackParameters } from './rollbackCommand.ts';

const others = fc.array(fc.constantFrom('-name', 'node', '-m', '96M', '-object', 'rng-random,id=random'));

test('a machine that was booted waits for its state', () => {
  expect(rollbackParameters(['-m', '96M'])).toEqual(['-m', '96M', '-incoming', 'defer']);
});

test.each([
  'memory-backend-file,id=memory,mem-path=/gone/memory,size=96M,share=off',
  'memory-backend-memfd,share=on,id=memory,size=96M',
  'memory-backend-file,share=off,mem-path=/a,,size=1M,id=memory,size=96M',
])('memory that is a template’s is its own then: %s', (object) => {
  expect(rollbackParameters(['-object', object, '-incoming', 'defer'])).toEqual([
    '-object',
    'memory-backend-ram,id=memory,size=96M',
    '-incoming',
    'defer',
  ]);
});

test('nothing else changes, and doing it again changes nothing', () => {
  fc.assert(
    fc.property(others, (parameters) => {
      const once = rollbackParameters(parameters);
      expect(once.slice(0, parameters.length)).toEqual(parameters);
      expect(rollbackParameters(once)).toEqual(once);
    }),
  );
});

test('the files of a build are known, also those with a comma in their name', () => {
  expect(
    filesNeeded([
      ...['-kernel', '/k', '-initrd', '/i', '-append', 'filename=/no'],
      ...['-blockdev', 'driver=file,node-name=store-file,filename=/a,,b,read-only=on'],
      ...['-blockdev', 'driver=raw,node-name=store,file=store-file,read-only=on'],
    ]),
  ).toEqual(['/k', '/i', '/a,b']);
});
