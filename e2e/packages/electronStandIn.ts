/** A folder and a zip that packaging tools take for Electron. What is in a package does not depend on what is not. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipFile } from './zipFile.ts';

/** What the tools look for in the binary to find its fuses: a mark, a version, a count and one digit a fuse. */
const fuseMark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

const files = [
  { name: 'electron', content: standInProgram(), mode: 0o755 },
  { name: 'chrome-sandbox', content: Buffer.from('#!/bin/sh\n'), mode: 0o755 },
  { name: 'LICENSE', content: Buffer.from('stand-in\n'), mode: 0o644 },
  { name: 'LICENSES.chromium.html', content: Buffer.from('stand-in\n'), mode: 0o644 },
  { name: 'version', content: Buffer.from('45.4.1'), mode: 0o644 },
  { name: 'locales/en-US.pak', content: Buffer.from('stand-in\n'), mode: 0o644 },
];

function standInProgram(): Buffer {
  const allOff = Buffer.from([1, fuseCount, ...Array.from({ length: fuseCount }, () => 0x30)]);
  return Buffer.concat([Buffer.from(`#!/bin/sh\nexit 0\n${fuseMark}`), allOff, Buffer.from('\n')]);
}

/** Writes it as a folder, as in electron's own package. */
export async function writeElectronFolder(folder: string): Promise<void> {
  for (const { name, content, mode } of files) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content, { mode });
  }
}

/** Writes it as the zip that is downloaded for a version, into a folder. */
export async function writeElectronZip(folder: string, version: string): Promise<void> {
  const name = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  await writeFile(join(folder, name), zipFile(files));
}
