#!/bin/sh
# fetch-debian.sh FOLDER: fetches the small kernel that Debian (or Ubuntu) makes for virtual
# machines and unpacks what machines need of it into FOLDER/<package>. Installs nothing, and needs
# no administrator: without a list of packages, or with an old one, it reads one of its own.
set -eu
folder=$1
mkdir -p "$folder"
work=$(mktemp -d "$folder/.fetch-XXXXXX")
trap 'rm -rf "$work"' EXIT
# apt's own user reads here when root runs this
chmod 755 "$work"
cd "$work"
mkdir -p lists/partial unpacked

own_lists="-o Dir::State::Lists=$work/lists -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache="
options=
depends() { apt-cache $options depends "$1" 2> /dev/null | sed -n 's/^ *Depends: //p'; }
# The package that the distribution's name for its newest one stands for.
find_package() {
  depends linux-image-cloud-amd64 | grep -m 1 '^linux-image-[0-9].*-cloud-amd64$' ||
    depends linux-image-virtual | grep -m 1 '^linux-image-[0-9].*-generic$'
}
download() {
  package=$(find_package) || return
  # Ubuntu has the modules in a package of their own
  apt-get $options download "$package" $(depends "$package" | grep '^linux-modules-[0-9]' || true)
}
if ! download 2> first-try.log; then
  echo "Reading the list of packages …"
  options=$own_lists
  apt-get -qq $options update || true
  download || {
    echo "error: this system's packages have no linux-image-cloud-amd64 or linux-image-virtual, or it could not be downloaded" >&2
    exit 1
  }
fi

for file in ./*.deb; do
  dpkg-deb --fsys-tarfile "$file" | tar -x -C unpacked --wildcards \
    './boot/vmlinuz-*' './lib/modules/*/modules.builtin' './lib/modules/*/kernel/lib/*' \
    './lib/modules/*/kernel/net/core/*' './lib/modules/*/kernel/drivers/virtio/*' \
    './lib/modules/*/kernel/drivers/block/*' './lib/modules/*/kernel/drivers/char/*' \
    './lib/modules/*/kernel/drivers/misc/pvpanic/*' './lib/modules/*/kernel/drivers/firmware/*' \
    './lib/modules/*/kernel/drivers/net/*' 2> tar.log || true
done
set -- unpacked/boot/vmlinuz-*
[ -e "$1" ] || {
  echo "error: there is no kernel in $package" >&2
  cat tar.log >&2
  exit 1
}
chmod -R u+rwX,go+rX unpacked
rm -rf "$folder/$package"
mv unpacked "$folder/$package"
echo "$folder/$package"
