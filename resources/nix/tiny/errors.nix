# What a newcomer reads when an option does not exist in the tiny base.
{ lib, show }:
let
  inherit (builtins)
    elemAt
    filter
    genList
    head
    length
    map
    sort
    stringLength
    ;
  inherit (lib)
    concatMapStringsSep
    hasPrefix
    min
    optionalString
    stringToCharacters
    take
    ;

  switch = import ./switch.nix;

  # Levenshtein distance, row by row
  distance =
    left: right:
    let
      columns = stringToCharacters right;
      firstRow = genList (index: index) (length columns + 1);
      nextRow =
        row: character:
        builtins.foldl' (
          cells: index:
          let
            cost = if elemAt columns index == character then 0 else 1;
          in
          cells
          ++ [
            (min (elemAt row index + cost) (
              1 + min (elemAt row (index + 1)) (elemAt cells (length cells - 1))
            ))
          ]
        ) [ (head row + 1) ] (genList (index: index) (length columns));
    in
    lib.last (builtins.foldl' nextRow firstRow (stringToCharacters left));

  similar =
    name: candidates:
    let
      scored = map (candidate: {
        inherit candidate;
        score = if hasPrefix name candidate || hasPrefix candidate name then 1 else distance name candidate;
      }) candidates;
      close = filter (entry: entry.score <= 1 + stringLength name / 3) scored;
    in
    map (entry: entry.candidate) (take 3 (sort (a: b: a.score < b.score) close));

  # What NixOS people look for first, and its nearest thing here.
  translations = [
    {
      prefix = "systemd.services";
      hint = "The tiny base has no systemd. A service is a command that is kept running:\n  services.<name> = { command = \"…\"; port = 80; };";
    }
    {
      prefix = "systemd";
      hint = "The tiny base has no systemd.";
    }
    {
      prefix = "programs";
      hint = "Programs go into environment.systemPackages; every node has busybox's commands.";
    }
    {
      prefix = "networking";
      hint = "A node's network is made by its flavour; networking has hostName, hosts, extraHosts and firewall.";
    }
    {
      prefix = "virtualisation";
      hint = "How nodes run is the flavour's business; ports are published with dockerPorts beside `roles'.";
    }
    {
      prefix = "boot";
      hint = "A tiny node has no boot loader and no kernel of its own; boot.postBootCommands runs when it starts.";
    }
  ];
  translation =
    value: path:
    let
      inside = if builtins.isAttrs value then builtins.attrNames value else [ ];
      paths = [ path ] ++ map (name: "${path}.${name}") inside;
      names = entry: lib.any (here: here == entry.prefix || hasPrefix (entry.prefix + ".") here) paths;
      found = filter names translations;
    in
    optionalString (found != [ ]) "\n${(head found).hint}";

  firstLine =
    path: definitions:
    "The option `${show.optionPath path}' does not exist. Definition values:${show.definitions definitions}";
in
rec {
  unknownOption =
    {
      path,
      siblings,
      definition,
      ...
    }:
    let
      parent = lib.init path;
      close = similar (lib.last path) siblings;
      translated = translation definition.value (show.optionPath path);
      # a whole part of NixOS, not a slip of the pen
      isForeign = lib.length path == 1 && translated != "";
      list = concatMapStringsSep ", " (name: show.optionPath (parent ++ [ name ]));
    in
    firstLine path [ definition ]
    + (
      if translated != "" && close == [ ] || isForeign then
        "${translated}\n${switch}"
      else if close != [ ] then
        "\nSimilar options: ${list close}.\n${lib.head (lib.splitString "\n" switch)}"
      else
        "\nOptions there: ${list siblings}.\n${switch}"
    );

  # services.<name> takes any name, so an option of NixOS looks like a service without a command.
  notAService =
    { path, definitions }:
    let
      name = lib.last path;
    in
    firstLine path definitions
    + "\nThe tiny base has no `${name}' to enable. There, a service is a command that is kept running:"
    + "\n  services.${show.attribute name} = { command = \"…\"; port = 80; };"
    + optionalString (
      lib.elem name [
        "nginx"
        "httpd"
        "caddy"
        "lighttpd"
      ]
    ) "\nFor a web server: services.web = { command = \"httpd -f -p 80 -h /srv/www\"; port = 80; };"
    + "\n${switch}";
}
