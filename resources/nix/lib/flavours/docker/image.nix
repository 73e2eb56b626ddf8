# The base image that every node's container is made of: empty folders, and links to where the
# system will be. The system itself is in the host's /nix/store, mounted read-only, so this
# image (a few kB) is loaded once for every composition of every base.
#
# Its tag says what is in it, so a stale image is never taken for it.
{ pkgs, system }:
let
  inherit (builtins)
    concatStringsSep
    hashString
    map
    readFile
    substring
    toJSON
    ;
  inherit (import ../folders.nix) folders links;
  # one line an entry: kind, path, then a link's target or a file's source
  entries =
    map (path: "d ${path}") folders
    ++ map (path: "l ${path} ${links.${path}}") (builtins.attrNames links);
  layer = concatStringsSep "\n" entries + "\n";
  makeTar = readFile ./mktar.sh;
  architecture =
    {
      x86_64-linux = "amd64";
      aarch64-linux = "arm64";
    }
    .${system} or (throw "flavour docker: no image architecture is known for ${system}");

  name = "nxc-docker-base-image";
  tag = substring 0 16 (hashString "sha256" (layer + makeTar + architecture));
  created = "1970-01-01T00:00:01Z";
  config = layerHash: toJSON {
    inherit architecture created;
    os = "linux";
    config.Labels."org.nxc.base-image" = tag;
    rootfs = {
      type = "layers";
      diff_ids = [ "sha256:${layerHash}" ];
    };
    history = [
      {
        inherit created;
        created_by = "NXC Desktop";
      }
    ];
  };
  manifest = toJSON [
    {
      Config = "config.json";
      RepoTags = [ "${name}:${tag}" ];
      Layers = [ "layer.tar" ];
    }
  ];
in
{
  reference = "${name}:${tag}";
  tarball =
    pkgs.runCommand "${name}.tar"
      {
        inherit layer makeTar manifest;
        # filled in by the build: only then is the layer's hash known
        config = config "LAYER_HASH";
        passAsFile = [
          "layer"
          "makeTar"
          "manifest"
          "config"
        ];
      }
      ''
        sh "$makeTarPath" layer.tar < "$layerPath"
        hash=$(sha256sum layer.tar | cut -d ' ' -f 1)
        sed "s/LAYER_HASH/$hash/" "$configPath" > config.json
        cp "$manifestPath" manifest.json
        printf 'f %s\n' config.json layer.tar manifest.json | sh "$makeTarPath" "$out"
      '';
}
