# From a role's configuration to its system: ONE derivation with everything the role changes.
#   init            process 1
#   rootfs/         files copied to / at start
#   services/       one script a service
#   sw              bin/ with every command, as on NixOS
#   supervise       starts a service again (for systemctl)
{
  pkgs,
  lib,
  config,
  roleName,
}:
let
  inherit (lib)
    attrNames
    concatMapStrings
    concatStrings
    escapeShellArg
    filterAttrs
    mapAttrsToList
    ;

  shebang = "#!${pkgs.busyboxSeed} sh\n";
  services = filterAttrs (_: service: service.enable) config.services;
  files = filterAttrs (_: file: file.enable) config.files;

  # One simple command can replace its shell; anything more keeps it.
  isSimple =
    command:
    builtins.match "[^][;&|<>()`{}!\n#]+" command != null
    && builtins.match " *(if|for|while|until|case|cd|exec|export|set|\\.|[A-Za-z_0-9]+=.*) .*" command == null;
  commandLine =
    service:
    if service.user != "root" then
      "exec su -s ${pkgs.runtimeShell} ${escapeShellArg service.user} -c ${
        escapeShellArg (lib.optionalString (isSimple service.command) "exec " + service.command)
      }"
    else
      lib.optionalString (isSimple service.command) "exec " + service.command;

  serviceScript =
    service:
    shebang
    + concatStrings (
      mapAttrsToList (name: value: "export ${name}=${escapeShellArg value}\n") service.environment
    )
    + "cd ${escapeShellArg service.workingDirectory}\n"
    + lib.optionalString (service.preStart != "") "set -e\n${service.preStart}\nset +e\n"
    + "${commandLine service}\n";

  supervisor = builtins.readFile ./runtime/supervise.sh;

  function = name: body: "${name}() {\n${body}\n:\n}\n";
  plainModes = [
    "0444"
    "0644"
    "444"
    "644"
    "0555"
    "0755"
    "555"
    "755"
    "symlink"
  ];
  ownership =
    path: file:
    lib.optionalString (
      !lib.elem file.mode plainModes
    ) "chmod ${file.mode} ${escapeShellArg path}\n"
    + lib.optionalString (
      file.user != "root" || file.group != null
    ) "chown ${file.user}${lib.optionalString (file.group != null) ":${file.group}"} ${escapeShellArg path}\n";

  init =
    shebang
    + "system=\${0%/init} role=${escapeShellArg roleName} stop_ticks=300\n"
    + "has_activation=${lib.optionalString hasActivation "1"}\n"
    + "folders=${escapeShellArg (toString (lib.unique (map dirOf (attrNames files))))}\n"
    + supervisor
    + function "permissions" (config.boot.homes + concatStrings (mapAttrsToList ownership files))
    + function "extra_hosts" (
      concatMapStrings (line: lib.optionalString (line != "") "echo ${escapeShellArg line}\n") (
        lib.splitString "\n" config.networking.extraHosts
      )
    )
    + function "activate" (
      concatStrings (
        mapAttrsToList (_: script: "(\n${script.text}\n)\n") config.system.activationScripts
      )
      + lib.optionalString (config.boot.postBootCommands != "") "(\n${config.boot.postBootCommands}\n)"
    )
    + function "services" (
      concatStrings (
        mapAttrsToList (
          name: service: "launch ${escapeShellArg name} ${service.restart}\n"
        ) services
      )
    )
    + builtins.readFile ./runtime/init.sh;

  hasActivation = config.boot.postBootCommands != "" || config.system.activationScripts != { };

  # everything with a text: [ { path; text; executable; } ]
  texts = [
    {
      path = "init";
      text = init;
      executable = true;
    }
    {
      path = "supervise";
      executable = true;
      text = shebang + "system=\${0%/supervise}\n" + supervisor + "launch \"$1\" \"$2\"\n";
    }
    {
      path = "policies";
      executable = false;
      text = concatStrings (mapAttrsToList (name: service: "${name} ${service.restart}\n") services);
    }
  ]
  ++ mapAttrsToList (name: service: {
    path = "services/${name}";
    text = serviceScript service;
    executable = true;
  }) services
  ++ mapAttrsToList (path: file: {
    path = "rootfs${path}";
    inherit (file) text;
    executable = isExecutable file.mode;
  }) (filterAttrs (_: file: file.text != null) files);
  sources = filterAttrs (_: file: file.text == null) files;

  isExecutable = mode: builtins.match "0?7.." mode != null || builtins.match "0?5.." mode != null;
  packages = lib.filter (package: package.outPath != pkgs.busybox.outPath) (
    lib.unique config.environment.systemPackages
  );

  attribute = index: "text${toString index}";
  folders = lib.unique (
    map (entry: dirOf entry.path) texts ++ map (path: "rootfs${dirOf path}") (attrNames sources)
  );
in
pkgs.runCommand "tiny-${roleName}"
  (
    {
      passAsFile = lib.imap0 (index: _: attribute index) texts;
    }
    // lib.listToAttrs (
      lib.imap0 (index: entry: lib.nameValuePair (attribute index) entry.text) texts
    )
  )
  (
    ''
      mkdir -p "$out/rootfs/etc/nxc"
      cd "$out"
      mkdir -p ${lib.escapeShellArgs folders}
    ''
    + concatStrings (
      lib.imap0 (
        index: entry: "cp \"\$${attribute index}Path\" ${escapeShellArg entry.path}\n"
      ) texts
    )
    + "chmod 755 ${
      lib.escapeShellArgs (map (entry: entry.path) (lib.filter (entry: entry.executable) texts))
    }\n"
    + concatStrings (
      mapAttrsToList (
        path: file:
        let
          target = escapeShellArg "rootfs${path}";
        in
        if file.mode == "symlink" then
          "ln -s ${file.source} ${target}\n"
        else
          "cp -RL ${file.source} ${target}\n${lib.optionalString (isExecutable file.mode) "chmod 755 ${target}\n"}"
      ) sources
    )
    + (
      if packages == [ ] then
        "ln -s ${pkgs.busybox} sw\n"
      else
        ''
          mkdir -p sw/bin
          ln -s ${pkgs.busybox}/bin/* sw/bin/
          for package in ${lib.escapeShellArgs packages}; do
            [ ! -d "$package/bin" ] || ln -sf "$package"/bin/* sw/bin/
          done
        ''
    )
  )
