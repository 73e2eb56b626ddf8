# users.users, users.groups: /etc/passwd, /etc/group and home folders.
{ lib, config, ... }:
let
  inherit (lib)
    attrNames
    concatMapStrings
    filter
    filterAttrs
    mapAttrsToList
    mkOption
    types
    ;
  users = config.users.users;
  groups = config.users.groups;

  # Numbers that nobody chose: in the order of names, over those that are taken.
  number =
    attribute: first: set:
    let
      chosen = mapAttrsToList (_: entry: entry.${attribute}) (
        filterAttrs (_: entry: entry.${attribute} != null) set
      );
      open = attrNames (filterAttrs (_: entry: entry.${attribute} == null) set);
      pool = filter (candidate: !(lib.elem candidate chosen)) (
        lib.range first (first + lib.length chosen + lib.length open)
      );
      given = lib.listToAttrs (
        lib.imap0 (index: name: lib.nameValuePair name (lib.elemAt pool index)) open
      );
    in
    builtins.mapAttrs (
      name: entry: if entry.${attribute} != null then entry.${attribute} else given.${name}
    ) set;
  userIds = number "uid" 1000 users;
  groupIds = number "gid" 1000 groups;

  groupId =
    name: user:
    groupIds.${user.group}
      or (throw "The option `users.users.${name}.group' names the group `${user.group}', which does not exist. Add users.groups.${user.group} = { };");
  members =
    group:
    lib.unique (
      groups.${group}.members
      ++ filter (name: lib.elem group users.${name}.extraGroups) (attrNames users)
    );
in
{
  options.users = {
    users = mkOption {
      default = { };
      description = "Users by name.";
      type = types.attrsOf (
        types.submodule (
          { name, config, ... }:
          {
            options = {
              uid = mkOption {
                type = types.nullOr types.int;
                default = null;
                description = "The user's number; null: chosen from 1000 on.";
              };
              group = mkOption {
                type = types.str;
                default = "users";
                description = "The primary group.";
              };
              extraGroups = mkOption {
                type = types.listOf types.str;
                default = [ ];
                description = "More groups.";
              };
              description = mkOption {
                type = types.str;
                default = "";
                description = "The user's full name.";
              };
              home = mkOption {
                type = types.str;
                default = if config.isNormalUser then "/home/${name}" else "/var/empty";
                description = "The home folder.";
              };
              createHome = mkOption {
                type = types.bool;
                default = config.isNormalUser;
                description = "Whether to make the home folder.";
              };
              shell = mkOption {
                type = types.either types.str types.package;
                default = "/bin/sh";
                description = "The login shell.";
              };
              isNormalUser = mkOption {
                type = types.bool;
                default = false;
                description = "A person: has a home folder.";
              };
              isSystemUser = mkOption {
                type = types.bool;
                default = false;
                description = "A service's user.";
              };
              openssh.authorizedKeys.keys = mkOption {
                type = types.listOf types.str;
                default = [ ];
                description = "Written to ~/.ssh/authorized_keys; the tiny base has no ssh server.";
              };
            };
          }
        )
      );
    };
    groups = mkOption {
      default = { };
      description = "Groups by name.";
      type = types.attrsOf (
        types.submodule {
          options = {
            gid = mkOption {
              type = types.nullOr types.int;
              default = null;
              description = "The group's number; null: chosen from 1000 on.";
            };
            members = mkOption {
              type = types.listOf types.str;
              default = [ ];
              description = "Users in it.";
            };
          };
        }
      );
    };
  };

  config = {
    users.users = {
      root = {
        uid = 0;
        group = "root";
        home = "/root";
      };
      nobody = {
        uid = 65534;
        group = "nogroup";
        shell = "/bin/false";
      };
    };
    users.groups = {
      root.gid = 0;
      users.gid = 100;
      nogroup.gid = 65534;
    };

    environment.etc = {
      passwd.text = concatMapStrings (
        name:
        let
          user = users.${name};
        in
        "${name}:x:${toString userIds.${name}}:${toString (groupId name user)}:${user.description}:${user.home}:${toString user.shell}\n"
      ) (attrNames users);
      group.text = concatMapStrings (
        name: "${name}:x:${toString groupIds.${name}}:${lib.concatStringsSep "," (members name)}\n"
      ) (attrNames groups);
      shells.text = "/bin/sh\n";
    };

    files = lib.mapAttrs' (
      name: user:
      lib.nameValuePair "${user.home}/.ssh/authorized_keys" {
        text = lib.concatLines user.openssh.authorizedKeys.keys;
        mode = "0600";
        user = name;
      }
    ) (filterAttrs (_: user: user.openssh.authorizedKeys.keys != [ ]) users);

    boot.homes = concatMapStrings (
      name:
      lib.optionalString users.${name}.createHome ''
        mkdir -p ${users.${name}.home}
        chown -R ${name}:${users.${name}.group} ${users.${name}.home}
      ''
    ) (attrNames users);
  };
}
