/** Large compositions and deployments, for measurements. */
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';

/**
 * A composition as people write them, with as many roles as asked for: each has a service and needs two others, and a
 * test script talks to all of them. About 19 lines a role.
 */
export function longComposition(roles: number): string {
  const names = Array.from({ length: roles }, (_, index) => `role${index}`);
  const configurations = names.map((name, index) => {
    const needed = [Math.floor(index / 3), Math.floor(index / 2)].filter((other) => other !== index);
    return `    # What ${name} is for.
    ${name} = { pkgs, config, lib, ... }: {
      environment.systemPackages = with pkgs; [
        curl
        jq
      ];
      services.web${index} = {
        description = "Serves its part";
        command = "httpd -f -p ${8000 + index} -h /srv/www";
        port = ${8000 + index};
      };
      networking.firewall.allowedTCPPorts = [ ${8000 + index} 443 ];
      systemd.services.ask = {
        script = ''
${needed.map((other) => `          curl http://role${other}:${8000 + other}/`).join('\n')}
        '';
      };
    };`;
  });
  const script = names.map((name, index) => `    ${name}.wait_for_open_port(${8000 + index})`);
  return `{ pkgs, ... }:
{
  roles = {
${configurations.join('\n\n')}
  };

  testScript = ''
    start_all()
${script.join('\n')}
  '';
}
`;
}

/** What Nix would say of a long composition. */
export function evaluatedLong(roles: number): EvaluatedComposition {
  const names = Array.from({ length: roles }, (_, index) => `role${index}`);
  return {
    composition: 'composition',
    flavour: 'docker',
    base: 'tiny',
    nixpkgsVersion: null,
    rolesDistribution: {},
    dockerPorts: {},
    testScript: null,
    roles: Object.fromEntries(
      names.map((hostName, index) => [
        hostName,
        {
          hostName,
          description: null,
          services: [{ name: `web${index}`, ports: [8000 + index], command: null }],
          openPorts: [443, 8000 + index],
          packages: ['curl', 'jq'],
          users: [],
          sharedDirectories: [],
        },
      ]),
    ),
  };
}

/** Running nodes, spread evenly over the roles of a long composition. */
export function runningNodes(roles: number, nodes: number): DeployedNode[] {
  return Array.from({ length: nodes }, (_, index) => {
    const role = `role${index % roles}`;
    const status = index % 97 === 0 ? { state: 'starting' as const } : runningStatus;
    return { name: `${role}${Math.floor(index / roles) + 1}`, role, status };
  });
}

const runningStatus = { state: 'running', address: null, since: 0 } as const;
