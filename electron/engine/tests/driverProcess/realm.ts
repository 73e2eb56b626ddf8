/**
 * Loads Pyodide into a realm of its own that has no Node in it. What Python finds in its `js` module, and whatever
 * JavaScript it manages to run, sees only that realm.
 */
import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { limitMemory } from './wasmMemory.ts';

/** The host's services for the realm. Only strings and numbers may be taken or returned. */
export interface RealmServices {
  /** Sends a request to the engine and waits for its reply; both are JSON. */
  call(request: unknown): string;
  /** A line that was printed, and the line of the script that did it, where that is known. */
  emit(text: unknown, line: unknown): void;
  /** Milliseconds, monotonic. */
  now(): number;
  /** 2 when the script is to be interrupted, else 0. */
  interrupt(): number;
  randomByte(): number;
}

export interface RealmFiles {
  /** Folder of Pyodide's own files. */
  readonly pyodide: string;
  /** Folder of realm.js and the Python modules. */
  readonly driver: string;
  /** The interpreter as an earlier run kept it, if there is one. */
  readonly snapshot: string | null;
  /** What Python's memory may grow to. */
  readonly memoryBytes: number;
}

export interface Realm {
  /** Lets the Python side answer one request, both JSON. */
  handle(request: string): string;
  /** The interpreter's memory, to start from next time; `null` when this one came from a snapshot. */
  readonly snapshot: Uint8Array | null;
}

/** What realm.js returns. All of it belongs to the realm: only strings are to be believed once a script has run. */
interface RealmInterface {
  allocate(length: number): Uint8Array;
  addFile(name: string, bytes: Uint8Array): void;
  load(lockInformation: string, snapshot: Uint8Array | undefined, makeSnapshot: boolean): Promise<undefined>;
  writeModule(path: string, text: string): void;
  runPython(source: string): void;
  makeSnapshot(): Uint8Array;
  connect(): void;
  handle(request: string): unknown;
}

const modulesDirectory = '/lib/nxc';

/** Loads the interpreter with our modules, or wakes it from a snapshot. */
export async function createRealm(files: RealmFiles, services: RealmServices): Promise<Realm> {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
    // Neither `eval` nor `Function`: Python cannot make JavaScript of its own.
    codeGeneration: { strings: false, wasm: true },
  });
  const evaluate = (text: string, filename: string): unknown =>
    new vm.Script(text, { filename }).runInContext(context);

  const create = evaluate(readFileSync(join(files.driver, 'realm.js'), 'utf8'), 'realm.js') as (
    ...services: readonly unknown[]
  ) => RealmInterface;
  const realm = create(
    ...[services.call, services.emit, services.now, services.interrupt, services.randomByte].map(
      withoutPrototype,
    ),
  );

  evaluate(asScript(readFileSync(join(files.pyodide, 'pyodide.asm.mjs'), 'utf8')), 'pyodide.asm.js');
  evaluate(readFileSync(join(files.pyodide, 'pyodide.js'), 'utf8'), 'pyodide.js');

  const take = (path: string): Uint8Array => readInto(path, realm.allocate);
  const wasm = take(join(files.pyodide, 'pyodide.asm.wasm'));
  limitMemory(wasm, files.memoryBytes);
  realm.addFile('pyodide.asm.wasm', wasm);
  realm.addFile('python_stdlib.zip', take(join(files.pyodide, 'python_stdlib.zip')));

  const kept = files.snapshot === null ? undefined : take(files.snapshot);
  const lock = JSON.parse(readFileSync(join(files.pyodide, 'pyodide-lock.json'), 'utf8')) as {
    info: unknown;
  };
  await realm.load(JSON.stringify(lock.info), kept, kept === undefined);
  let snapshot: Uint8Array | null = null;
  if (kept === undefined) {
    addModules(realm, join(files.driver, 'nxc_driver'));
    snapshot = realm.makeSnapshot();
  }
  realm.connect();
  return {
    snapshot,
    handle(request) {
      const reply = realm.handle(request);
      if (typeof reply !== 'string') throw new TypeError('The interpreter did not answer with text.');
      return reply;
    },
  };
}

/** Reads a file straight into an array of the realm's: these are tens of megabytes. */
function readInto(path: string, allocate: (length: number) => Uint8Array): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = allocate(fstatSync(file).size);
    let position = 0;
    while (position < bytes.length) {
      const count = readSync(file, bytes, position, bytes.length - position, position);
      if (count === 0) throw new RangeError(`${path} became shorter while it was read.`);
      position += count;
    }
    return bytes;
  } finally {
    closeSync(file);
  }
}

function addModules(realm: RealmInterface, directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!name.endsWith('.py')) continue;
    realm.writeModule(`${modulesDirectory}/nxc_driver/${name}`, readFileSync(join(directory, name), 'utf8'));
  }
  realm.runPython(
    `import sys\nsys.path.append(${JSON.stringify(modulesDirectory)})\nimport nxc_driver.entry`,
  );
}

/** A function without a prototype leads nowhere: no `constructor`, no `call`, no `apply`. */
function withoutPrototype(service: (first: unknown, second: unknown) => unknown): unknown {
  return Object.setPrototypeOf((first: unknown, second: unknown) => service(first, second), null);
}

/** Pyodide's module as a classic script; a realm has no module loader, and should have none. */
function asScript(module: string): string {
  const text = module
    .replaceAll('import.meta.url', '"file:///pyodide/pyodide.asm.mjs"')
    .replace(/export default _createPyodideModule;?\s*$/, '');
  return `${text}\nglobalThis._createPyodideModule = _createPyodideModule;`;
}
