/**
 * The world that Python lives in: a fresh JavaScript realm without Node. This file is evaluated inside the realm
 * (electron/engine/tests/driverProcess) and is a single expression, a function of the host's few services. Only
 * strings and numbers cross: an object of the host's would lead, by its constructor, out of the realm. For the same
 * reason the host's functions stay in this closure, and what they throw is replaced before anybody sees it.
 */
(hostCall, hostEmit, hostNow, hostInterrupt, hostRandomByte) => {
  const guard =
    (service) =>
    (...values) => {
      try {
        return service(...values);
      } catch {
        throw new Error('The test runner could not answer.');
      }
    };
  const call = guard(hostCall);
  const emit = guard(hostEmit);
  const now = guard(hostNow);
  const interrupt = guard(hostInterrupt);
  const randomByte = guard(hostRandomByte);

  // Argument lists have a length limit; this is far below it.
  const chunkLength = 8192;

  function decodeLatin1(bytes) {
    const parts = [];
    for (let start = 0; start < bytes.length; start += chunkLength) {
      parts.push(String.fromCharCode.apply(null, bytes.subarray(start, start + chunkLength)));
    }
    return parts.join('');
  }

  function decodeUtf16(bytes) {
    return String.fromCharCode.apply(
      null,
      Array.from({ length: bytes.length >> 1 }, (_, index) => bytes[2 * index] | (bytes[2 * index + 1] << 8)),
    );
  }

  /** Decodes well-formed UTF-8, which is what Python's own strings are. */
  function decodeUtf8(bytes) {
    const parts = [];
    let units = [];
    let index = 0;
    while (index < bytes.length) {
      const first = bytes[index++];
      const extra = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
      let point = extra === 0 ? first : first & (0x3f >> extra);
      for (let count = 0; count < extra; count++) point = (point << 6) | (bytes[index++] & 0x3f);
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
      else units.push(point);
      if (units.length > chunkLength) {
        parts.push(String.fromCharCode.apply(null, units));
        units = [];
      }
    }
    return parts.join('') + String.fromCharCode.apply(null, units);
  }

  const decoders = { 'utf-8': decodeUtf8, utf8: decodeUtf8, latin1: decodeLatin1, 'utf-16le': decodeUtf16 };

  class TextDecoder {
    constructor(label = 'utf-8') {
      this.decodeBytes = decoders[String(label).toLowerCase()];
      if (this.decodeBytes === undefined) throw new RangeError(`Unknown encoding: ${label}`);
    }
    decode(input = new Uint8Array()) {
      const view = ArrayBuffer.isView(input);
      return this.decodeBytes(
        view ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input),
      );
    }
  }

  class TextEncoder {
    encode(text) {
      return Uint8Array.from(unescape(encodeURIComponent(text)), (character) => character.charCodeAt(0));
    }
    encodeInto(text, target) {
      const bytes = this.encode(text);
      target.set(bytes);
      return { read: text.length, written: bytes.length };
    }
  }

  const print = (...values) => emit(values.map(String).join(' '));
  const files = {};
  Object.assign(globalThis, {
    TextDecoder,
    TextEncoder,
    // The names by which Pyodide recognizes a plain JavaScript shell.
    WorkerGlobalScope: class {},
    read: () => '',
    load: () => {},
    readbuffer: (path) => files[path.split('/').at(-1)].buffer,
    location: { toString: () => '/' },
    console: { log: print, info: print, warn: print, error: print, debug: print },
    performance: { now },
    // There is no event loop: Python runs from beginning to end within one call.
    setTimeout: (callback) => {
      Promise.resolve().then(callback);
      return 0;
    },
    clearTimeout: () => {},
    crypto: {
      getRandomValues: (array) => {
        for (let index = 0; index < array.length; index++) array[index] = randomByte();
        return array;
      },
    },
  });

  let pyodide;
  let handle;

  return {
    allocate: (length) => new Uint8Array(length),
    addFile: (name, bytes) => {
      files[name] = bytes;
    },
    async load(lockInformation, snapshot, makeSnapshot) {
      pyodide = await globalThis.loadPyodide({
        indexURL: '/pyodide/',
        packageBaseUrl: '/pyodide/',
        createPyodideModule: globalThis._createPyodideModule,
        lockFileContents: { info: JSON.parse(lockInformation), packages: {} },
        _sysExecutable: 'python',
        env: { HOME: '/home/test', PYTHONINSPECT: '' },
        stdout: print,
        stderr: print,
        _loadSnapshot: snapshot,
        _makeSnapshot: makeSnapshot,
      });
      for (const name of Object.keys(files)) delete files[name];
    },
    writeModule(path, text) {
      pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf('/')));
      pyodide.FS.writeFile(path, text);
    },
    runPython: (source) => {
      pyodide.runPython(source);
    },
    makeSnapshot: () => pyodide.makeMemorySnapshot(),
    connect() {
      const [wake, handleRequest] = pyodide.runPython(
        'from nxc_driver import entry\n(entry.wake, entry.handle)',
      );
      wake(call, emit);
      handle = handleRequest;
      // Python looks at element 0 every now and then and takes 2 for Ctrl-C.
      pyodide.setInterruptBuffer({
        get 0() {
          return interrupt();
        },
        set 0(_) {},
      });
    },
    handle: (text) => handle(text),
  };
};
