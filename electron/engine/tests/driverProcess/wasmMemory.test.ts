import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDriverFiles } from '../driverFiles.ts';
import { limitMemory } from './wasmMemory.ts';

/** As far as it is used here; the types of browsers, where it is described, are not ours. */
declare const WebAssembly: {
  instantiate(module: Uint8Array): Promise<{ instance: { exports: { m: { grow(pages: number): number } } } }>;
  validate(module: Uint8Array): boolean;
};

// (module (memory (export "m") 1 65536))
const growable = [0, 97, 115, 109, 1, 0, 0, 0, 5, 6, 1, 1, 1, 0x80, 0x80, 4, 7, 5, 1, 1, 109, 2, 0];

async function grow(module: Uint8Array, pages: number): Promise<number> {
  const { instance } = await WebAssembly.instantiate(module);
  return instance.exports.m.grow(pages);
}

test('a memory grows to its new limit and no further', async () => {
  const module = Uint8Array.from(growable);
  limitMemory(module, 5 * 65_536 + 1);
  expect(await grow(module, 4)).toBe(1);
  await expect(grow(module, 5)).rejects.toThrow(RangeError);
});

test('the interpreter itself stays a valid module', () => {
  const module = new Uint8Array(readFileSync(join(findDriverFiles().pyodide, 'pyodide.asm.wasm')));
  limitMemory(module, 512 * 1024 * 1024);
  expect(WebAssembly.validate(module)).toBe(true);
});

test('a module without a memory is refused', () => {
  expect(() => limitMemory(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]), 65_536)).toThrow(RangeError);
});
