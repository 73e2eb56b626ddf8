# First process of a virtual machine: brings up what every role needs, finds the role's system
# and hands over to its init. Given above: tools.
#
# Kernel arguments: nxc.role=<role> (not needed when there is one role), nxc.wait (see node.sh).

# Process 1 that ends is a kernel panic: whoever watches the machine sees it, and the console why.
fail() {
  echo "nxc: $1" > /dev/console
  exit 1
}

export PATH=$tools
umask 022
# by its path: busybox finds its own commands through /proc
$tools/mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts -o gid=5,mode=620 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mount -t tmpfs -o mode=755 tmpfs /run
chmod 1777 /tmp
# a file system in memory may by default fill half of it
mount -o remount,size=90% / 2> /dev/null

for module in /nxc/modules/*; do
  insmod "$module" || echo "nxc: ${module##*/} could not be loaded" > /dev/console
done

role=
read -r arguments < /proc/cmdline
for argument in $arguments; do
  case $argument in
    nxc.role=*) role=${argument#*=} ;;
  esac
done

# The systems are in the initrd (vm-ramdisk), or in an archive on a disk that says so (vm).
if [ ! -e /nxc/roles ]; then
  store=
  for disk in /sys/block/vd*; do
    serial=
    read -r serial 2> /dev/null < "$disk/serial" || [ "$serial" ] || continue
    [ "$serial" != nxc-store ] || store=/dev/${disk##*/}
  done
  [ "$store" ] || fail "no disk has the serial number nxc-store: the systems of the roles are on it"
  cd /
  cpio -i -d -u < "$store" 2> /run/unpack.log || fail "the store image does not fit into memory or is damaged: $(tail -n 1 /run/unpack.log)"
fi

if [ -z "$role" ]; then
  set -- /nxc/roles/*
  [ $# -eq 1 ] || fail "the kernel argument nxc.role=<role> is missing; the roles are: $(cd /nxc/roles && echo *)"
  role=${1##*/}
fi
[ -e "/nxc/roles/$role" ] || fail "there is no role $role here; the roles are: $(cd /nxc/roles && echo *)"
read -r system < "/nxc/roles/$role"

export NXC_MACHINE=/nxc/node.sh
exec "$system/init"
