#!/bin/sh
# Tests of the Nix library: sh resources/nix/tests/run.sh
#
#   NXC_BUSYBOX=<file>   the static busybox to build from (default: the machine's)
#   NXC_NIXPKGS=<tree>   also evaluate the templates that need nixpkgs, over this tree
#
# Prints `ok N name`, `not ok N name` or `ok N name # SKIP why`, then a count.
set -u

library=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
number=0 passed=0 failed=0 skipped=0

export NIX_CONFIG="experimental-features = nix-command flakes
sandbox = false
build-users-group =
substituters =
flake-registry =
warn-dirty = false
${NXC_NIX_CONFIG-}"

ok() { number=$((number + 1)) passed=$((passed + 1)); echo "ok $number $1"; }
not_ok() {
  number=$((number + 1)) failed=$((failed + 1))
  echo "not ok $number $1"
  [ ! -s "$work/output" ] || sed 's/^/# /' "$work/output"
}
skip() { number=$((number + 1)) skipped=$((skipped + 1)); echo "ok $number $1 # SKIP $2"; }
# check NAME COMMAND…: the command succeeds
check() {
  name=$1
  shift
  if "$@" > "$work/output" 2>&1; then ok "$name"; else not_ok "$name"; fi
}
finish() {
  echo "1..$number"
  echo "# $passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ]
  exit
}
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# ---- pure functions --------------------------------------------------------------------------
unit() {
  nix-instantiate --eval --strict --json "$library/tests/unit.nix" > "$work/unit.json" || return 1
  grep -q '"failures":\[\]' "$work/unit.json" || { cat "$work/unit.json"; return 1; }
}
check "unit tests of the module system and lib" unit

documented() {
  document=$library/../../docs/nix-library.md
  nix-instantiate --eval --strict --json "$library/tests/options.nix" | tr -d '[]"' | tr ',' '\n' > "$work/options"
  [ -s "$work/options" ] || return 1
  while IFS= read -r option || [ "$option" ]; do
    grep -qF -e "\`$option" "$document" || { echo "not in docs/nix-library.md: $option"; return 1; }
  done < "$work/options"
}
if [ -e "$library/../../docs/nix-library.md" ]; then
  check "every option of the tiny base is documented" documented
fi

# ---- a copy of the library with its seed, as the app makes it ----------------------------------
copy=$work/library
cp -R "$library" "$copy"
rm -rf "$copy/tiny/seed"
missing_seed() {
  nix-instantiate --eval --strict -E "(import $copy/tiny).busybox" > "$work/seed" 2>&1 && return 1
  grep -q 'apt-get install busybox-static' "$work/seed" && grep -q 'nxc doctor' "$work/seed" ||
    { cat "$work/seed"; return 1; }
}
check "a missing seed says how to get it" missing_seed

busybox=${NXC_BUSYBOX:-$(command -v busybox || true)}
if [ -z "$busybox" ]; then
  skip "everything that is built" "no busybox on this machine: apt-get install busybox-static"
  finish
fi
mkdir -p "$copy/tiny/seed"
cp -L "$busybox" "$copy/tiny/seed/busybox"
case $(uname -m) in aarch64 | arm64) system=aarch64-linux ;; *) system=x86_64-linux ;; esac

# ---- errors: tests/errors/*.nix; a comment "# expect: text" says what must be in the message -----
evaluate() {
  nix-instantiate --eval --strict --json -A "composition::docker.nxc" -E "
    (import $copy/lib).compose {
      nixpkgs = import $copy/tiny; system = \"$system\"; composition = $1;
    }"
}
expect_error() {
  if evaluate "$1" > "$work/error" 2>&1; then
    echo "it evaluates"
    return 1
  fi
  sed -n 's/^# expect: //p' "$1" > "$work/expected"
  [ -s "$work/expected" ] || { echo "no # expect: line"; return 1; }
  while IFS= read -r text; do
    grep -qF -e "$text" "$work/error" || { echo "expected: $text"; cat "$work/error"; return 1; }
  done < "$work/expected"
}
for file in "$copy"/tests/errors/*.nix; do
  check "error: $(basename "$file" .nix)" expect_error "$file"
done

# ---- the tutorial, built ------------------------------------------------------------------------
project=$work/tutorial
cp -R "$copy/templates/tutorial" "$project"
sed -i "s,github:[^\"]*,path:$copy," "$project/flake.nix"
build() { nix build "$project#composition::docker" -o "$project/result" "$@"; }
field() { sed -n "s,.*\"$1\":\"\([^\"]*\)\".*,\1,p" "$2" | head -n 1; }

check "the tutorial builds" build
info=$project/result
compose_file=$(field docker-compose-file "$info" 2> /dev/null)
image=$(field image "$info" 2> /dev/null)

info_shape() {
  [ -f "$info" ] || { echo "the out path is not a plain file"; return 1; }
  grep -q '"roles":\["client","server"\]' "$info" && grep -q '"flavour":"docker"' "$info" &&
    [ -f "$compose_file" ] && [ -f "$image" ] && grep -q start_all "$(field test_script "$info")"
}
check "compose-info has its fields" info_shape

compose_shape() {
  for key in '"hostname":"server"' '"/nix/store:/nix/store:ro"' '"stop_signal":"SIGTERM"' \
    '"NXC_ROLE":"server"' '"container":"docker"' "\"x-nxc\":{\"image\":\"$image\"}"; do
    grep -qF -e "$key" "$compose_file" || { echo "missing: $key"; return 1; }
  done
  ! grep -q cap_add "$compose_file" || { echo "a tiny role asks for a capability"; return 1; }
}
check "the compose file has its fields" compose_shape

image_matches() {
  tag=$(sed -n 's/.*"image":"\(nxc-docker-base-image:[0-9a-f]*\)".*/\1/p' "$compose_file" | head -n 1)
  tar -xOf "$image" manifest.json | grep -qF "\"$tag\"" || { echo "no $tag in the tarball"; return 1; }
  [ "$(wc -c < "$image")" -lt 65536 ] || { echo "the base image is not tiny"; return 1; }
  layer=$(tar -xOf "$image" layer.tar | sha256sum | cut -d ' ' -f 1)
  tar -xOf "$image" config.json | grep -qF "sha256:$layer" || { echo "the layer's hash is wrong"; return 1; }
  tar -xOf "$image" layer.tar | tar -t > /dev/null
}
check "the base image is whole and has the compose file's tag" image_matches

system_shape() {
  top=$(sed -n 's,.*"command":\["\([^"]*-tiny-server\)/init"\].*,\1,p' "$compose_file")
  [ -x "$top/init" ] && [ -x "$top/services/web" ] && [ -x "$top/sw/bin/bash" ] &&
    [ -x "$top/sw/bin/systemctl" ] && grep -q "Hello from the server" "$top/rootfs/srv/www/index.html"
}
check "a role's system has its parts" system_shape

same_twice() {
  cp "$compose_file" "$work/before"
  touch "$project/README.md"
  build && cmp "$work/before" "$(field docker-compose-file "$info")"
}
check "the same input gives the same output" same_twice

description() {
  nix eval --json "$project#composition::docker.nxc" > "$work/nxc.json" || return 1
  for key in '"base":"tiny"' '"openPorts":[80]' '"command":"httpd -f -p 80 -h /srv/www"' '"rolesDistribution":{}'; do
    grep -qF -e "$key" "$work/nxc.json" || { cat "$work/nxc.json"; return 1; }
  done
}
check "attribute nxc describes the composition without a build" description
check "flavoursJson is built" nix build "$project#flavoursJson" -o "$work/flavours"

# ---- the test framework of nixpkgs, which the tiny base has not ---------------------------------------
no_framework() {
  nix eval --json "$project#packages.$system" --apply builtins.attrNames > "$work/names" || return 1
  ! grep nixos-test "$work/names" || return 1
  nix-instantiate --eval -A 'composition::nixos-test.drvPath' -E "(import $copy/lib).compose {
    nixpkgs = import $copy/tiny; system = \"$system\"; flavours = [ \"nixos-test\" ];
    composition = $project/composition.nix; }" > "$work/error" 2>&1 && return 1
  grep -q 'is the test framework of nixpkgs, and this project is built from the tiny base.*flavour docker or vm' "$work/error" ||
    { cat "$work/error"; return 1; }
}
check "the tiny base does not offer nixos-test, and says why when it is asked for" no_framework

# The driver itself is a stand-in that shows what it was started with.
ssh_driver() {
  mkdir -p "$work/driver/bin" "$work/state"
  printf '#!/bin/sh\necho "$QEMU_OPTS"\necho "$@"\n' > "$work/driver/bin/nixos-test-driver"
  chmod 755 "$work/driver/bin/nixos-test-driver"
  printf 'Host server\n  Port 22022\n' > "$work/hosts"
  { printf '%s\n' "driver=$work/driver" "hosts=$work/hosts" "first=server" "coreutils=/usr" "openssh=/usr"
    cat "$copy/lib/flavours/nixos-test-ssh/start.sh"; } > "$work/start"
  (cd "$work/state" && sh "$work/start" --keep-vm-state) > "$work/started" || return 1
  sed -n 's/.*string=\([^ ]*\) .*/\1/p' "$work/started" | base64 -d | cmp - "$work/state/ssh/key.pub" || return 1
  grep -qx -e --keep-vm-state "$work/started" || return 1
  ssh -G -F "$work/state/ssh/config" server > "$work/ssh" || return 1
  for line in "hostname 127.0.0.1" "port 22022" "user root" "identityfile $work/state/ssh/key"; do
    grep -qx "$line" "$work/ssh" || { echo "missing: $line"; return 1; }
  done
  [ "$(stat -c %a "$work/state/ssh/key")" = 600 ] || return 1
  (cd "$work/state" && NXC_SSH_KEY=/nowhere sh "$work/start" > "$work/started" 2>&1) && return 1
  grep -q 'no public key /nowhere.pub' "$work/started"
}
if [ -x /usr/bin/ssh-keygen ] && [ -x /usr/bin/base64 ]; then
  check "nixos-test-ssh hands machines a key that was made for it, or the user's" ssh_driver
else
  skip "nixos-test-ssh hands machines a key that was made for it, or the user's" "no ssh-keygen on this machine"
fi

# ---- virtual machines, as far as they can be looked at without booting one ----------------------------
drv() { nix eval --raw "$project#$1.drvPath"; }
without_kernel() {
  drv composition::docker > "$work/docker-before" || return 1
  nix eval --json "$project#composition::vm.nxc" | grep -q '"flavour":"vm"' || return 1
  drv composition::vm > /dev/null 2> "$work/error" && { echo "it evaluates"; return 1; }
  grep -q 'nxc doctor --fix -f vm' "$work/error" || { cat "$work/error"; return 1; }
}
check "without a kernel only virtual machines fail, and say how to get one" without_kernel

# looks enough like a kernel for everything but booting
mkdir -p "$copy/tiny/seed/kernel/modules"
echo kernel > "$copy/tiny/seed/kernel/bzImage"
for module in 10-virtio_blk 11-virtio_net; do echo $module > "$copy/tiny/seed/kernel/modules/$module.ko"; done
nix flake lock --update-input nxc "$project" > "$work/output" 2>&1 || not_ok "lock the library that has a kernel"
with_kernel() { drv composition::docker | cmp - "$work/docker-before"; }
check "a kernel that appears changes nothing of the flavour docker" with_kernel
check "packages are what a flake may have" nix flake check --no-build "$project"

unpack() { # unpack ARCHIVE: into $work/unpacked
  rm -rf "$work/unpacked"
  mkdir "$work/unpacked"
  (cd "$work/unpacked" && "$busybox" cpio -i -d < "$1" 2> /dev/null)
}
vm_shape() {
  nix build "$project#composition::vm" -o "$work/vm" || return 1
  for key in '"image":"image"' '"layout":"image"' '"protocol":2' '"memory_mib":96' '"template":true' '"ports":\[80\]'; do
    grep -q -e "$key" "$work/vm" || { echo "missing: $key"; cat "$work/vm"; return 1; }
  done
  [ "$(cat "$(field kernel "$work/vm")")" = kernel ] || { echo "another kernel"; return 1; }
  unpack "$(field initrd "$work/vm")"
  for file in init nxc/node.sh nxc/adopt nxc/modules/10-virtio_blk.ko nxc/modules/11-virtio_net.ko bin/sh; do
    [ -e "$work/unpacked/$file" ] || [ -L "$work/unpacked/$file" ] || { echo "no $file"; return 1; }
  done
  [ ! -e "$work/unpacked/nxc/roles" ] || { echo "the roles are in the initrd"; return 1; }
  unpack "$(field store_image "$work/vm")"
  read -r top < "$work/unpacked/nxc/roles/server"
  diff -r --no-dereference "$top" "$work/unpacked$top"
}
check "vm: an initrd for all roles, and their systems in an archive" vm_shape
ramdisk_shape() {
  nix build "$project#composition::vm-ramdisk" -o "$work/ramdisk" || return 1
  grep -q '"layout":"ramdisk"' "$work/ramdisk" && ! grep -q store_image "$work/ramdisk" || return 1
  unpack "$(field initrd "$work/ramdisk")"
  [ -e "$work/unpacked/init" ] || return 1
}
check "vm-ramdisk: all of it in the initrd" ramdisk_shape

archive() {
  rm -rf "$work/tree"
  mkdir -p "$work/tree/a folder/b"
  printf 'x' > "$work/tree/a folder/it's 100% \\n"
  : > "$work/tree/empty"
  printf '#!/bin/sh\n' > "$work/tree/program"
  chmod 755 "$work/tree/program"
  ln -s "it's -> there" "$work/tree/a folder/b/link"
  for out in one two; do
    (cd "$work/tree" && env -i PATH="$work/bin" LC_ALL=C "$busybox" sh "$copy/lib/flavours/machine/archive.sh" "$work/$out.cpio" .) || return 1
    touch -d 2001-01-01 "$work/tree/empty"
  done
  cmp "$work/one.cpio" "$work/two.cpio" || return 1
  unpack "$work/one.cpio"
  diff -r --no-dereference "$work/tree" "$work/unpacked" && [ -x "$work/unpacked/program" ]
}
mkdir -p "$work/bin"
"$busybox" --install -s "$work/bin"
check "archives keep odd names, links and programs, and are the same twice" archive

adopts() {
  base64 -d "$copy/tiny/machine/adopt.base64" > "$work/adopt"
  chmod +x "$work/adopt"
  "$work/adopt"
  [ $? -eq 100 ] || return 1
  "$work/adopt" "" "" "" "" ""
}
if [ "$system" = x86_64-linux ]; then
  check "the program that makes a machine a node runs" adopts
else
  skip "the program that makes a machine a node runs" "it is for x86_64"
fi

start=$(milliseconds)
sed -i 's/Hello from the server/Hello again/' "$project/composition.nix"
check "an edited role is built again" build
echo "# rebuild after an edit of one role: $(($(milliseconds) - start)) ms"

# ---- compositions that exercise the rest ----------------------------------------------------------
cp "$copy/tests/features.nix" "$project/composition.nix"
check "a composition with every kind of option builds" build
machine_options() {
  sed -i 's/flavour.name == "docker"/flavour.name == "vm"/' "$project/composition.nix"
  nix build "$project#composition::vm" -o "$work/vm" || return 1
  grep -q '"cores":2,"memory_mib":128,.*"template":"it is not like others"' "$work/vm" || { cat "$work/vm"; return 1; }
}
check "a role says what its machine is" machine_options
cp "$copy/tests/two.nix" "$project/composition.nix"
sed -i 's,composition = ./composition.nix,compositions = ./composition.nix,; s,"composition::docker","one::docker",' "$project/flake.nix"
two() {
  nix build "$project#one::docker" -o "$work/one" && nix build "$project#two::docker" -o "$work/two" &&
    grep -q '"roles_distribution":{"a":2}' "$work/two"
}
check "several compositions, an older name of roles, a role distribution" two

# ---- over nixpkgs -----------------------------------------------------------------------------------
for template in basic webserver; do
  if [ -z "${NXC_NIXPKGS-}" ]; then
    skip "template $template evaluates over nixpkgs" "no tree given: set NXC_NIXPKGS"
    continue
  fi
  for flavour in docker vm vm-ramdisk nixos-test nixos-test-driver nixos-test-ssh; do
    over_nixpkgs() {
      expression="(import $copy/lib).compose {
        nixpkgs = $NXC_NIXPKGS; system = \"$system\"; composition = $copy/templates/$template/composition.nix; }"
      nix-instantiate --eval -A "composition::$flavour.drvPath" -E "$expression" &&
        nix-instantiate --eval --strict --json -A "composition::$flavour.nxc" -E "$expression" > "$work/nxc.json" &&
        grep -q '"base":"nixpkgs"' "$work/nxc.json"
    }
    check "template $template evaluates over nixpkgs for the flavour $flavour" over_nixpkgs
  done
done

if [ -n "${NXC_NIXPKGS-}" ]; then
  compose_over_nixpkgs() { # compose_over_nixpkgs COMPOSITION ARGUMENTS
    nix-instantiate --eval --strict --json -A "composition::vm.$3" -E "let nxc = import $copy/lib; in nxc.compose {
      nixpkgs = $NXC_NIXPKGS; system = \"$system\"; composition = $1; $2 }"
  }
  other_initrd() {
    echo '{ ... }: { roles.a = { }; roles.b.boot.initrd.kernelModules = [ "dm_mod" ]; }' > "$work/differ.nix"
    compose_over_nixpkgs "$work/differ.nix" "" drvPath 2> "$work/error" && return 1
    grep -q 'The roles a and b have different first stages' "$work/error" || { cat "$work/error"; return 1; }
  }
  check "over nixpkgs roles that cannot share an initrd are named" other_initrd
  shared_store() {
    compose_over_nixpkgs "$copy/templates/basic/composition.nix" "flavours = [ nxc.flavours.vm.withSharedStore ];" drvPath
  }
  check "over nixpkgs machines may share the builder's store" shared_store
  framework_nodes() {
    cat > "$work/framework.nix" <<'END'
{ ... }: {
  roles.web-server = { virtualisation.vlans = [ 1 2 ]; virtualisation.cores = 2; };
  roles.client = { setup, ... }: { virtualisation.memorySize = 512; };
  rolesDistribution.client = 2;
  testScript = "start_all()";
}
END
    nix-instantiate --eval --strict --json -E "let
      packages = (import $copy/lib).compose {
        nixpkgs = $NXC_NIXPKGS; system = \"$system\"; composition = $work/framework.nix; };
      config = name: let node = packages.\"composition::nixos-test\".nodes.\${name}; in node.config or node;
      machine = name: [ (config name).networking.hostName (config name).virtualisation.memorySize (config name).virtualisation.cores ];
    in map machine [ \"client1\" \"client2\" \"web_server\" ] ++ [ (config \"client1\").networking.extraHosts ]" > "$work/nodes" || return 1
    for text in '["client1",512,1],["client2",512,1],["web_server",1024,2]' '192.168.1.3 web-server\n'; do
      grep -qF -e "$text" "$work/nodes" || { cat "$work/nodes"; return 1; }
    done
  }
  check "over nixpkgs the nodes of a test have the names and sizes of the composition" framework_nodes
  unknown_over_nixpkgs() {
    echo '{ ... }: { roles.a = { services.nginx.enabel = true; }; }' > "$work/unknown.nix"
    nix-instantiate --eval --strict --json -A "composition::docker.nxc" -E "(import $copy/lib).compose {
      nixpkgs = $NXC_NIXPKGS; system = \"$system\"; composition = $work/unknown.nix; }" > "$work/error" 2>&1 && return 1
    grep -q "option .services.nginx.enabel. .*$work/unknown.nix" "$work/error" || { cat "$work/error"; return 1; }
  }
  check "over nixpkgs an unknown option is named with its file" unknown_over_nixpkgs
fi

finish
