import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '#shared/nixLanguage/text/textEdit.ts';
import { difference } from './models.ts';

test('the difference of two texts makes one of the other and is no larger than it must be', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edit = difference(before, after);
      expect(applyEdits(before, [edit])).toBe(after);
      if (before === after) expect(edit).toMatchObject({ length: 0, text: '' });
    }),
  );
  expect(difference('one two three', 'one 2 three')).toEqual({ offset: 4, length: 3, text: '2' });
});
