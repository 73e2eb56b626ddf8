# `nur` as compositions see it: the Nix User Repository, some of its repositories replaced.
{
  pkgs,
  NUR,
  nur,
  repoOverrides,
}:
let
  inherit (builtins) isFunction isPath mapAttrs;
  # a flake input or a path is a repository's source; a function wants pkgs
  repository =
    given:
    if isPath given || given ? outPath then
      import given { inherit pkgs; }
    else if isFunction given then
      given { inherit pkgs; }
    else
      given;
  overrides = mapAttrs (_: repository) repoOverrides;
in
if NUR != null then
  import NUR {
    inherit pkgs;
    nurpkgs = pkgs;
    repoOverrides = overrides;
  }
else if repoOverrides != { } then
  nur // { repos = nur.repos or { } // overrides; }
else
  nur
