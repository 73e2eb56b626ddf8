import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { readComposition } from '../composition/readComposition.ts';
import { parseNix } from '../syntax/document.ts';
import { webLab } from '../testing/fixtures.ts';
import { applyEdits, sortEdits, type TextEdit } from '../text/textEdit.ts';
import { addPackage, addService } from './configurationEdits.ts';
import { addRole, duplicateRole, removeRole, renameRole } from './roleEdits.ts';

type Document = ReturnType<typeof parseNix>;

/** The text after an edit; the edit must leave a text without mistakes. */
function edited(text: string, edit: (document: Document) => readonly TextEdit[]): string {
  const result = applyEdits(text, edit(parseNix(text)));
  expect(parseNix(result).problems).toEqual([]);
  return result;
}

function errorOf(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const rolesOf = (text: string) => readComposition(parseNix(text)).roles.map(({ name }) => name);

describe('adding a role', () => {
  it.each([
    [
      '{ ... }: {\n  roles = {\n    a = { };\n  };\n}\n',
      '{ ... }: {\n  roles = {\n    a = { };\n    b = { };\n  };\n}\n',
    ],
    [
      '{ ... }: {\n  roles = {\n    a = { }; # first\n  };\n}\n',
      '{ ... }: {\n  roles = {\n    a = { }; # first\n    b = { };\n  };\n}\n',
    ],
    [
      '{ ... }: {\n\troles = {\n\t\ta = { };\n\t};\n}\n',
      '{ ... }: {\n\troles = {\n\t\ta = { };\n\t\tb = { };\n\t};\n}\n',
    ],
    ['{ ... }: { roles = { a = { }; }; }', '{ ... }: { roles = { a = { }; b = { }; }; }'],
    ['{ ... }: {\n  roles = { };\n}\n', '{ ... }: {\n  roles = {\n    b = { };\n  };\n}\n'],
    [
      '{ ... }: {\n  roles = {\n    # none yet\n  };\n}\n',
      '{ ... }: {\n  roles = {\n    # none yet\n    b = { };\n  };\n}\n',
    ],
    ['{ ... }: {\n  roles.a = { };\n}\n', '{ ... }: {\n  roles.a = { };\n  roles.b = { };\n}\n'],
    [
      '{ ... }: {\n  testScript = "";\n}\n',
      '{ ... }: {\n  testScript = "";\n  roles = {\n    b = { };\n  };\n}\n',
    ],
    [
      '{ ... }:\r\n{\r\n  roles = {\r\n    a = { };\r\n  };\r\n}\r\n',
      '{ ... }:\r\n{\r\n  roles = {\r\n    a = { };\r\n    b = { };\r\n  };\r\n}\r\n',
    ],
    [
      'let roles = {\n  a = { };\n}; in { inherit roles; }',
      'let roles = {\n  a = { };\n  b = { };\n}; in { inherit roles; }',
    ],
  ])('turns %j into %j', (text, expected) => {
    expect(edited(text, (document) => addRole(document, 'b', '{ }'))).toBe(expected);
  });

  it('keeps the blank lines that roles are set apart by', () => {
    expect(edited(webLab, (document) => addRole(document, 'cache'))).toContain(
      '    };\n\n    cache = { pkgs, ... }: { };\n  };\n',
    );
  });

  it.each([
    ['server', 'conflict', 'already'],
    ['bad_name', 'bad-input', 'bad_name'],
    ['-x', 'bad-input', '-x'],
    ['', 'bad-input', '“”'],
  ])('refuses the name %j', (name, code, message) => {
    const error = errorOf(() => addRole(parseNix(webLab), name));
    expect([error.code, error.message.includes(message), error.hint !== undefined]).toEqual([
      code,
      true,
      true,
    ]);
  });

  it('refuses a text with a mistake, and roles that are written elsewhere', () => {
    expect(errorOf(() => addRole(parseNix('{ roles = { a = 1 }; }'), 'b'))).toMatchObject({
      code: 'conflict',
    });
    expect(errorOf(() => addRole(parseNix('{ ... }: { roles = import ./r.nix; }'), 'b'))).toMatchObject({
      code: 'unsupported',
    });
  });
});

describe('renaming a role', () => {
  it('changes what speaks of it and nothing else', () => {
    const renamed = edited(webLab, (document) => renameRole(document, 'server', 'web-front'));
    expect(renamed).toContain('web-front = { config, pkgs, ... }: {');
    expect(renamed).toContain('dockerPorts.web-front = ');
    expect(renamed).toContain('web_front.wait_for_open_port(8080)');
    expect(renamed).toContain('client1.succeed("curl http://web-front:8080/")');
    expect(renamed).toContain('server = "web-front"; };');
    expect(renamed).toContain('curl http://web-front:8080/\n');
    expect(rolesOf(renamed)).toEqual(['web-front', 'client', 'storage']);
    expect(readComposition(parseNix(renamed)).dependencies.map(({ from, to }) => `${from} ${to}`)).toEqual(
      readComposition(parseNix(webLab)).dependencies.map(({ from, to }) =>
        `${from} ${to}`.replace('server', 'web-front'),
      ),
    );
  });

  it('follows numbered nodes and the distribution', () => {
    const renamed = edited(webLab, (document) => renameRole(document, 'client', 'reader'));
    expect(renamed).toContain('reader1.succeed(');
    expect(renamed).toContain('rolesDistribution = { reader = 2; };');
  });

  it('and back again changes nothing', () => {
    const names = fc.stringMatching(/^[a-z]{3}(-[a-z]{2})?x$/);
    fc.assert(
      fc.property(
        fc.constantFrom('server', 'client', 'storage'),
        names,
        fc.constantFrom('\n', '\r\n'),
        (role, name, lineBreak) => {
          const text = webLab.replaceAll('\n', lineBreak);
          const there = edited(text, (document) => renameRole(document, role, name));
          expect(edited(there, (document) => renameRole(document, name, role))).toBe(text);
        },
      ),
    );
  });
});

describe('duplicating a role', () => {
  it('copies its text and its comment, and leaves the rest', () => {
    const doubled = edited(webLab, (document) => duplicateRole(document, 'client', 'reader'));
    expect(rolesOf(doubled)).toEqual(['server', 'client', 'reader', 'storage']);
    expect(doubled.match(/\/\* Asks for it\. \*\//g)).toHaveLength(2);
    expect(edited(doubled, (document) => removeRole(document, 'reader').edits)).toBe(webLab);
  });

  it('works on one line, and for roles written in pieces', () => {
    expect(edited('{ roles = { a = { x = 1; }; }; }', (document) => duplicateRole(document, 'a', 'b'))).toBe(
      '{ roles = { a = { x = 1; }; b = { x = 1; }; }; }',
    );
    expect(
      rolesOf(
        edited('{\n  roles.a.x = 1;\n  roles.a.y = 2;\n}', (document) => duplicateRole(document, 'a', 'b')),
      ),
    ).toEqual(['a', 'b']);
  });
});

describe('removing a role', () => {
  it('takes its comment along and says what is left', () => {
    const { edits, leftovers } = removeRole(parseNix(webLab), 'server');
    const removed = applyEdits(webLab, edits);
    expect(parseNix(removed).problems).toEqual([]);
    expect(removed).not.toContain('Serves the page');
    expect(removed).toContain('  roles = {\n    /* Asks for it. */\n');
    expect(leftovers.map(({ where, start, end }) => `${where} ${webLab.slice(start, end)}`)).toEqual([
      'configuration server',
      'configuration server',
      'dockerPorts server',
      'testScript server',
      'testScript server',
      'testScript server',
      'testScript server',
    ]);
  });

  it.each([
    ['{ roles = { a = { }; b = { }; }; }', '{ roles = { b = { }; }; }'],
    ['{ roles = { b = { }; a = { }; }; }', '{ roles = { b = { }; }; }'],
    ['{\n  roles = {\n    a = { };\n  };\n}\n', '{\n  roles = {\n  };\n}\n'],
    [
      '{\n  roles = {\n    b = { };\n\n    # a\n    a = { }; # it\n  };\n}\n',
      '{\n  roles = {\n    b = { };\n  };\n}\n',
    ],
  ])('turns %j into %j', (text, expected) => {
    expect(edited(text, (document) => removeRole(document, 'a').edits)).toBe(expected);
  });

  it('undoes adding one, wherever it was added', () => {
    for (const text of [webLab, '{ ... }: { roles = { x = { }; }; }', '{ ... }: {\n  roles.x = { };\n}\n']) {
      const added = edited(text, (document) => addRole(document, 'new'));
      expect(edited(added, (document) => removeRole(document, 'new').edits)).toBe(text);
    }
  });
});

describe('adding a service', () => {
  it.each([
    [
      '{ roles.a = {\n    x = 1;\n  };\n}',
      '{ roles.a = {\n    x = 1;\n    services.nginx.enable = true;\n  };\n}',
    ],
    ['{ roles.a = { }; }', '{ roles.a = {\n  services.nginx.enable = true;\n}; }'],
    [
      '{ roles.a = { ... }: {\n    services = {\n      x.y = 1;\n    };\n  };\n}',
      '{ roles.a = { ... }: {\n    services = {\n      x.y = 1;\n      nginx.enable = true;\n    };\n  };\n}',
    ],
  ])('turns %j into %j', (text, expected) => {
    expect(edited(text, (document) => addService(document, 'a', 'nginx'))).toBe(expected);
  });

  it('writes the attributes it is given', () => {
    const attributes = [
      { name: 'command', value: '"httpd -f"' },
      { name: 'port', value: '80' },
    ];
    const text = edited(webLab, (document) => addService(document, 'client', 'web', attributes));
    expect(text).toContain(
      '      services.web = {\n        command = "httpd -f";\n        port = 80;\n      };\n    };',
    );
    const services = readComposition(parseNix(text)).roles[1]?.services;
    expect(services?.find(({ name }) => name === 'web')?.ports.map(({ port }) => port)).toEqual([80]);
  });

  it('refuses one that is there, and a role that is elsewhere', () => {
    expect(errorOf(() => addService(parseNix(webLab), 'server', 'nginx')).code).toBe('conflict');
    expect(errorOf(() => addService(parseNix(webLab), 'ghost', 'nginx')).code).toBe('not-found');
    expect(errorOf(() => addService(parseNix('{ roles.a = import ./a.nix; }'), 'a', 'nginx')).code).toBe(
      'unsupported',
    );
    expect(errorOf(() => addService(parseNix(webLab), 'server', 'x; y')).code).toBe('bad-input');
  });
});

describe('adding a package', () => {
  it.each([
    [
      'with pkgs',
      '{ pkgs }: { roles.a = { environment.systemPackages = with pkgs; [ jq ]; }; }',
      'with pkgs; [ jq curl ];',
    ],
    [
      'without',
      '{ pkgs }: { roles.a = { environment.systemPackages = [ pkgs.jq ]; }; }',
      '[ pkgs.jq pkgs.curl ];',
    ],
    ['an empty list', '{ pkgs }: { roles.a = { environment.systemPackages = [ ]; }; }', '= [ pkgs.curl ];'],
    [
      'a list of lines',
      '{ pkgs }: { roles.a = { environment.systemPackages = [\n    pkgs.jq # json\n  ]; }; }',
      '[\n    pkgs.jq # json\n    pkgs.curl\n  ];',
    ],
    [
      'two lists',
      '{ pkgs }: { roles.a = { environment.systemPackages = [ pkgs.jq ] ++ extra; }; }',
      '[ pkgs.jq pkgs.curl ] ++ extra',
    ],
    [
      'no list',
      '{ pkgs }: { roles.a = { x = 1; }; }',
      '{ x = 1; environment.systemPackages = [ pkgs.curl ]; }',
    ],
    [
      'no pkgs in a set',
      '{ ... }: { roles.a = { x = 1; }; }',
      'roles.a = { pkgs, ... }: { x = 1; environment',
    ],
    [
      'no pkgs in a function',
      '{ ... }: { roles.a = { ... }: { x = 1; }; }',
      'roles.a = { pkgs, ... }: { x = 1; environment',
    ],
    [
      'no pkgs among arguments',
      '{ ... }: { roles.a = {lib, ...}: { x = 1; }; }',
      'roles.a = { pkgs, lib, ...}: { x = 1; environment',
    ],
  ])('works with %s', (_, text, expected) => {
    const result = edited(text, (document) => addPackage(document, 'a', 'curl'));
    expect(result).toContain(expected);
    expect(readComposition(parseNix(result)).roles[0]?.packages.map(({ name }) => name)).toContain('curl');
  });

  it('adds none that is there', () => {
    expect(addPackage(parseNix(webLab), 'server', 'curl')).toEqual([]);
  });
});

describe('any edit', () => {
  it('touches nothing but its own ranges, which do not overlap', () => {
    const edits: ((document: Document) => readonly TextEdit[])[] = [
      (document) => addRole(document, 'new'),
      (document) => renameRole(document, 'server', 'other'),
      (document) => duplicateRole(document, 'server', 'other'),
      (document) => removeRole(document, 'client').edits,
      (document) => addService(document, 'client', 'nginx'),
      (document) => addPackage(document, 'storage', 'curl'),
    ];
    for (const edit of edits) {
      const parts: string[] = [];
      let done = 0;
      for (const { offset, length } of sortEdits(edit(parseNix(webLab)))) {
        parts.push(webLab.slice(done, offset));
        done = offset + length;
      }
      const result = edited(webLab, edit);
      expect(result.startsWith(parts[0] ?? '')).toBe(true);
      expect(result.endsWith(webLab.slice(done))).toBe(true);
    }
  });
});
