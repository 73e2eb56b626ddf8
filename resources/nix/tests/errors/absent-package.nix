# expect: pkgs.curl is not in the tiny base (busybox only). Definition values:
# expect: absent-package.nix:5:3'
# expect: wget -qO-
{ pkgs, ... }: { roles.server = {
  environment.systemPackages = [ pkgs.curl ];
}; }
