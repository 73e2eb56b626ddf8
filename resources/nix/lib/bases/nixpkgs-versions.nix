# Everything that differs between versions of nixpkgs (20.09 and newer), in one place.
{ lib }:
{
  release = lib.trivial.release;

  # An option's definitions with the files they stand in: [ { file; value; } ]
  definitionsOf =
    option:
    option.definitionsWithLocations or (lib.zipListsWith (file: value: { inherit file value; })
      (option.files or [ ])
      (option.definitions or [ ])
    );
}
