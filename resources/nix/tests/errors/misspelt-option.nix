# expect: The option `networking.hostname' does not exist. Definition values:
# expect: misspelt-option.nix:5:3': "x"
# expect: Similar options: networking.hostName.
{ ... }: { roles.server = {
  networking.hostname = "x";
}; }
