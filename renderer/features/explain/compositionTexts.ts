/** Explanations of what a composition is made of. */
import type { ExplanationText } from './explanation.ts';

const library = 'docs/nix-library.md#compose';
const options = 'docs/nix-library.md#options';

export const compositionTexts = {
  composition: {
    title: 'A composition',
    text: 'A composition describes a whole distributed system in one value: a function that is given what it needs and gives back roles and what belongs to them. `pkgs` holds programs, `lib` small helpers, and `...` takes whatever else is given. The same composition can be built for every flavour.',
    example: '{ pkgs, ... }:\n{\n  roles.server = { };\n}',
    docs: library,
  },
  roles: {
    title: 'Roles',
    text: 'A set with one name for each kind of machine. What stands behind a name is that machine’s configuration. When the composition is started, each role becomes one or several nodes.',
    example: '{\n  roles = {\n    server = { };\n    client = { };\n  };\n}',
    docs: library,
  },
  role: {
    title: 'A role',
    text: 'One kind of machine: what is installed on it and what it runs. A node is one running machine with a role; how many nodes a role has is chosen when they are started, without building again. Other nodes find it by its name.',
    example: '{\n  server = { pkgs, ... }: {\n    environment.systemPackages = [ pkgs.coreutils ];\n  };\n}',
    docs: library,
  },
  testScript: {
    title: 'The test script',
    text: 'A Python program that checks whether the running system does what it should. Every node is a variable with its name, and its methods run commands on it or wait for something. The first thing that fails ends the test.',
    example: "{\n  testScript = ''\n    start_all()\n    server.wait_for_open_port(80)\n  '';\n}",
    docs: 'docs/test-scripts.md',
  },
  rolesDistribution: {
    title: 'How many nodes each role has',
    text: 'A number makes that many nodes, called after the role: client1, client2 and so on. A list gives them names of their own. A role that is not named here has one node. It is only where a start begins from: the numbers can be changed there.',
    example: '{\n  rolesDistribution = {\n    client = 3;\n    server = [ "alice" "bob" ];\n  };\n}',
    docs: library,
  },
  dockerPorts: {
    title: 'Ports that this machine can reach',
    text: 'On the flavour docker, nodes have a network of their own. A port that is named here can also be reached from your machine: before the colon stands the port on your machine, after it the node’s. Two nodes cannot have the same port on your machine.',
    example: '{\n  dockerPorts.server = [ "8080:80" ];\n}',
    docs: library,
  },
  extraVolumes: {
    title: 'Folders of this machine, in every node',
    text: 'Each entry puts a folder of your machine at a place in every node; `:ro` at its end makes it read-only. It is handy for data that is too large to build, but what is in it is not part of what can be reproduced.',
    example: '{\n  extraVolumes = [ "/data/input:/input:ro" ];\n}',
    docs: library,
  },
  option: {
    title: 'An option',
    text: 'A setting of a machine. Its name is a path: `networking.hostName` is the `hostName` in `networking`. Every option has a type, and may be set in several places as long as these agree. An option that does not exist is an error, which is how slips of the pen are found.',
    example: '{\n  networking.hostName = "server";\n}',
    docs: options,
  },
  services: {
    title: 'A service',
    text: 'A program that is kept running on a node. On the tiny base you choose its name and give the command; when it ends it is started again. On NixOS most services are known already: `services.nginx.enable = true` is all there is to write.',
    example: '{\n  services.web = {\n    command = "httpd -f -p 80 -h /srv/www";\n    port = 80;\n  };\n}',
    nixosExample: '{\n  services.openssh.enable = true;\n  services.nginx.enable = true;\n}',
    docs: options,
  },
  systemdService: {
    title: 'A service of your own on NixOS',
    text: 'Describes a program that systemd keeps running: `script` is what it does, `wantedBy` when it is started. On the tiny base the same is written as services.<name>.command.',
    example:
      "{\n  systemd.services.ticker = {\n    wantedBy = [ \"multi-user.target\" ];\n    script = ''\n      while true; do date; sleep 1; done\n    '';\n  };\n}",
    docs: options,
  },
  systemPackages: {
    title: 'A list of packages',
    text: 'The programs whose commands everybody on the node can run. A package is named as an attribute of `pkgs`; `with pkgs;` before the list saves writing `pkgs.` each time. Entries are separated by blanks, without commas.',
    example: '{ pkgs, ... }:\n{\n  environment.systemPackages = with pkgs; [ coreutils wget ];\n}',
    docs: options,
  },
  package: {
    title: 'A package',
    text: 'A program with everything that it needs, as a value of Nix. Naming it is enough: Nix builds or fetches exactly this version, and keeps it in /nix/store beside all others.',
    example: '{ pkgs, ... }:\n{\n  environment.systemPackages = [ pkgs.wget ];\n}',
    docs: options,
  },
  files: {
    title: 'A file of the node',
    text: 'Puts a file at an absolute path of every node of the role: `text` is its content, `source` an existing file or package that it points to. It is written when the node starts.',
    example: "{\n  files.\"/srv/www/index.html\".text = ''\n    <h1>Hello</h1>\n  '';\n}",
    nixosExample: '{\n  environment.etc."welcome.html".text = "<h1>Hello</h1>";\n}',
    docs: options,
  },
  etc: {
    title: 'A file below /etc',
    text: 'Gives every node of the role a file in /etc: `text` is its content, `source` an existing file. This is where most programs look for their settings.',
    example: '{\n  environment.etc."motd".text = "Welcome!";\n}',
    docs: options,
  },
  variables: {
    title: 'Environment variables',
    text: 'Named values that services and shells on the node can read. Lists are joined with colons, as PATH wants it.',
    example: '{\n  environment.variables.GREETING = "hello";\n}',
    docs: options,
  },
  firewall: {
    title: 'Open ports',
    text: 'The ports that other machines may reach. NixOS closes all others. The tiny base has no firewall: there the numbers only say what is meant, and the picture shows them.',
    example: '{\n  networking.firewall.allowedTCPPorts = [ 80 443 ];\n}',
    docs: options,
  },
  networking: {
    title: 'Network settings',
    text: 'Names and ports of the node. Addresses are not set here: the flavour gives them, and every node finds the others by their names.',
    example: '{\n  networking.extraHosts = "192.0.2.1 archive";\n}',
    docs: options,
  },
  users: {
    title: 'Users and groups',
    text: 'The accounts on the node. A normal user is a person with a home folder; services usually have a system user of their own. root is always there.',
    example: '{\n  users.users.alice.isNormalUser = true;\n}',
    docs: options,
  },
  bootCommands: {
    title: 'Commands at the start of a node',
    text: 'Shell commands that root runs once when the node starts, before its services. For what has to be running all the time write a service instead.',
    example: "{\n  boot.postBootCommands = ''\n    mkdir -p /srv/data\n  '';\n}",
    docs: options,
  },
  imports: {
    title: 'Other files of this configuration',
    text: 'Takes in configurations from other files, as if their settings stood here. Paths begin with a dot and are relative to this file. A new file must be known to git, or Nix does not see it.',
    example: '{\n  imports = [ ./common.nix ];\n}',
    docs: options,
  },
  sharedDirectory: {
    title: 'A shared folder',
    text: 'A folder that one role offers and others mount, so that all of them see the same files. The picture draws it as a line between the roles.',
    example: '{\n  fileSystems."/data" = {\n    device = "storage:/export";\n    fsType = "nfs";\n  };\n}',
    docs: options,
  },
} as const satisfies Record<string, ExplanationText>;
