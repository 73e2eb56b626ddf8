# Run by NixOS' first stage once the root file system is there, before it goes over to the second.
# Given above: layout (image, shared or ramdisk). See docs/machines.md.
#
# What needs no identity comes first; then, in a template, the point at which it is kept.

# a failure is a kernel panic, which whoever watches the machine is told of
panicOnFail=1
nxc_role=
for nxc_argument in $(cat /proc/cmdline); do
  case $nxc_argument in
    nxc.role=*) nxc_role=${nxc_argument#*=} ;;
  esac
done

# ---- the store: what was built, read-only, under what this node writes --------------------------
mkdir -p $targetRoot/nix/.ro-store $targetRoot/nix/.rw-store $targetRoot/nix/store
case $layout in
  image)
    waitDevice /dev/disk/by-id/virtio-nxc-store
    mount -t squashfs -o ro /dev/disk/by-id/virtio-nxc-store $targetRoot/nix/.ro-store || fail
    ;;
  ramdisk) mount -t squashfs -o ro,loop /nxc/store.squashfs $targetRoot/nix/.ro-store || fail ;;
  shared)
    mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro nix-store $targetRoot/nix/.ro-store || fail
    ;;
esac
mount -t tmpfs -o mode=0755 tmpfs $targetRoot/nix/.rw-store || fail
mkdir -p $targetRoot/nix/.rw-store/store $targetRoot/nix/.rw-store/work
mount -t overlay -o "lowerdir=$targetRoot/nix/.ro-store,upperdir=$targetRoot/nix/.rw-store/store,workdir=$targetRoot/nix/.rw-store/work" \
  overlay $targetRoot/nix/store || fail

if [ -z "$nxc_role" ]; then
  set -- /nxc/roles/*
  [ $# -eq 1 ] && nxc_role=${1##*/}
fi
if [ -z "$nxc_role" ] || [ ! -e "/nxc/roles/$nxc_role" ]; then
  echo "nxc: the kernel argument nxc.role=<role> names no role of this build; its roles are: $(ls /nxc/roles | tr '\n' ' ')"
  fail
fi
read -r nxc_system < "/nxc/roles/$nxc_role"
stage2Init=$nxc_system/init
mkdir -p $targetRoot/etc/nxc $targetRoot/etc/ssh $targetRoot/root
# the first card's network is QEMU's own, and the same for every node
ifconfig lo 127.0.0.1 up
ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
route add default gw 10.0.2.2

# ---- the identity -------------------------------------------------------------------------------
nxc_control=/dev/virtio-ports/nxc.control
# A disk: it can change while the machine runs, and nothing of it stays in memory once it is read.
nxc_identity=/dev/disk/by-id/virtio-nxc-identity
nxc_clock=
NXC_HOSTNAME=$nxc_role NXC_ADDRESS= NXC_MAC= NXC_MANAGEMENT_MAC= NXC_MACHINE_ID= NXC_SEED=
NXC_HOSTS= NXC_DEPLOYMENT= NXC_COMPOSITION= NXC_AUTHORIZED_KEYS= NXC_HOST_KEY= NXC_WAIT=
udevadm settle
[ ! -e $nxc_identity ] || . $nxc_identity
if [ "$NXC_WAIT" ] && [ -e $nxc_control ]; then
  sync
  exec 9<> $nxc_control
  # A write waits for a client, and a read ends when it goes.
  nxc_word=
  while [ "$nxc_word" != go ]; do
    echo nxc-waiting >&9
    while [ "$nxc_word" != go ] && read -r nxc_word nxc_clock <&9; do :; done
  done
  exec 9>&-
  . $nxc_identity
fi
/nxc/adopt "$nxc_clock" "$NXC_SEED" "$NXC_MANAGEMENT_MAC" "$NXC_MAC" "$NXC_ADDRESS" ||
  echo "nxc: this machine could not take up all of its identity: $? requests failed"
echo "$NXC_HOSTNAME" > /proc/sys/kernel/hostname
echo "$NXC_HOSTNAME" > $targetRoot/etc/nxc/hostname
[ -z "$NXC_MACHINE_ID" ] || echo "$NXC_MACHINE_ID" > $targetRoot/etc/machine-id
[ -z "$NXC_DEPLOYMENT" ] || printf '%s\n' "$NXC_DEPLOYMENT" > $targetRoot/etc/nxc/deployment.json
[ -z "$NXC_HOSTS" ] || printf '%s\n' "$NXC_HOSTS" > $targetRoot/etc/nxc/deployment-hosts
[ -z "$NXC_COMPOSITION" ] || printf '%s\n' "$NXC_COMPOSITION" > $targetRoot/etc/nxc-composition
printf '%s\n' "$NXC_AUTHORIZED_KEYS" > $targetRoot/etc/nxc/authorized_keys
if [ "$NXC_HOST_KEY" ]; then
  (umask 077 && printf '%s\n' "$NXC_HOST_KEY" > $targetRoot/etc/ssh/ssh_host_ed25519_key)
fi
unset NXC_SEED NXC_HOST_KEY NXC_DEPLOYMENT
