import { expect, test } from 'vitest';
import { createTextBuffer, type TextHolder } from './textBuffer.ts';

/** Holds a text as a code editor's model does: it tells of each change, its own ones too. */
function modelOf(initial: string, changed: () => void): TextHolder & { type(text: string): void } {
  let text = initial;
  const set = (next: string): void => {
    text = next;
    changed();
  };
  return {
    getText: () => text,
    replace: set,
    edit: ([first]) => set(`${text}${first?.text ?? ''}`),
    type: (more) => set(text + more),
  };
}

test('a text that is handed over is the holder’s, and every change is told once', () => {
  const buffer = createTextBuffer('a');
  const versions: number[] = [];
  buffer.onChange(() => versions.push(buffer.version));
  buffer.replace('b');
  let model: ReturnType<typeof modelOf> | undefined;
  const handed = buffer.handOver((text) => {
    model = modelOf(text, () => handed.changed());
    return model;
  });
  model?.type('c');
  expect(buffer.getText()).toBe('bc');
  buffer.edit([{ offset: 2, length: 0, text: 'd' }]);
  expect(buffer.getText()).toBe('bcd');
  buffer.replace('bcd');
  expect(versions).toEqual([2, 3, 4]);
});

test('a text that is taken back stays as it was left', () => {
  const buffer = createTextBuffer('a');
  const handed = buffer.handOver((text) => modelOf(`${text}, typed`, () => {}));
  handed.changed();
  handed.takeBack();
  expect(buffer.getText()).toBe('a, typed');
  buffer.edit([{ offset: 0, length: 1, text: 'b' }]);
  expect(buffer.getText()).toBe('b, typed');
});
