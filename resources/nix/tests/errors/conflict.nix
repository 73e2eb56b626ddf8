# expect: The option `networking.hostName' has conflicting definition values:
# expect: lib.mkForce
{ ... }: { roles.server = {
  networking.hostName = "a";
  imports = [ { networking.hostName = "b"; } ];
}; }
