/**
 * How long a composition of 500 lines takes from text to outline: opened, and after a keystroke.
 *
 *   node bench/parser.bench.ts
 *
 * Prints the best tenth, the median and the 95th percentile in milliseconds: on a machine that does other things too,
 * the first says most about the code. A composition that is opened is measured cold too, since
 * the first run is the one a user waits for.
 */
import { readComposition } from '#shared/nixLanguage/composition/readComposition.ts';
import { parseNix } from '#shared/nixLanguage/syntax/document.ts';

const lines = 500;
const rounds = 300;

/** A composition as people write them: every role with a service, packages, a port, a script, and a test. */
function composition(): string {
  const roles: string[] = [];
  const tests: string[] = [];
  for (let number = 0; (roles.length + 1) * 13 < lines; number++) {
    const next = number + 1;
    roles.push(`    # Role number ${number}
    web${number} = { config, lib, pkgs, ... }: {
      services.nginx = {
        enable = true;
        virtualHosts."site${number}" = { root = "/srv"; listen = [ { addr = "0.0.0.0"; port = ${8000 + number}; } ]; };
      };
      environment.systemPackages = with pkgs; [ curl jq (python3.withPackages (p: [ p.requests ])) ];
      networking.firewall.allowedTCPPorts = [ ${8000 + number} 443 ];
      systemd.services.app.script = ''
        exec \${pkgs.curl}/bin/curl http://web${next}:${8000 + next}/
      '';
    };`);
    tests.push(`    web${number}.succeed("curl http://web${next}:${8000 + next}/")`);
  }
  return `{ pkgs, lib, ... }:\n{\n  roles = {\n${roles.join('\n')}\n  };\n  testScript = ''\n${tests.join('\n')}\n  '';\n}\n`;
}

function measure(name: string, work: (round: number) => void): void {
  const start = performance.now();
  work(0);
  const first = performance.now() - start;
  const times = Array.from({ length: rounds }, (_, round) => {
    const begin = performance.now();
    work(round);
    return performance.now() - begin;
  }).sort((left, right) => left - right);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
  console.log(
    `${name.padEnd(42)} first ${first.toFixed(1)}   10 % ${at(0.1)}   median ${at(0.5)}   95 % ${at(0.95)}`,
  );
}

const text = composition();
const document = parseNix(text);
console.log(
  `${document.lines.lineCount} lines, ${text.length} characters, ${readComposition(document).roles.length} roles`,
);
measure('open: parse and outline', () => readComposition(parseNix(text)));
measure('parse alone', () => parseNix(text));
/** A key struck in the middle, which leaves a text that is right. */
const middle = text.indexOf('Role number 15');
measure('keystroke in a comment', (round) => {
  readComposition(
    parseNix(`${text.slice(0, middle)}${'x'.repeat(round % 9)}${text.slice(middle)}`, document),
  );
});
/** A key struck that leaves a mistake: the text is read twice. */
const semicolon = text.indexOf(';', middle);
measure('keystroke that breaks the text', (round) => {
  readComposition(
    parseNix(`${text.slice(0, semicolon)}${' '.repeat(round % 9)}${text.slice(semicolon + 1)}`, document),
  );
});
