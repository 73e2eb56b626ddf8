# Process 1 of a tiny node. Given above, by the role: system, role, folders, stop_ticks,
# has_activation, and the functions permissions, extra_hosts, activate, services.
#
# What needs no identity comes first: a virtual machine is kept as it is then, as the template of
# every node of its role (see machine/node.sh, which replaces the functions below).

# Whether anything but process 1 runs.
others_left() { kill -0 -1 2> /dev/null; }
# What is left is killed by the kernel when process 1 goes.
leave() { exit 0; }
# Returns once this node has its name.
identify() { read -r hostname < /proc/sys/kernel/hostname; }
announce() { :; }
# Waiting is also what reaps the processes whose parents are gone.
idle() { sleep 100000000 & wait $!; }

stop() {
  trap '' TERM INT HUP USR1 USR2
  echo stopping > /run/nxc/state
  # HUP: an interactive shell ignores TERM
  kill -TERM -1
  kill -HUP -1
  ticks=0
  while others_left && [ "$ticks" -lt "$stop_ticks" ]; do
    sleep 0.01
    ticks=$((ticks + 1))
  done
  leave "$1"
}
# First of all: the kernel drops signals that process 1 has no handler for. These are the ones
# that busybox's poweroff, halt and reboot send.
trap 'stop poweroff' INT USR1 USR2
trap 'stop reboot' TERM

umask 022
export PATH=/run/wrappers/bin:/run/current-system/sw/bin:/usr/bin:/bin
export HOME=/root
cd /
# made here, not copied from the store, whose folders nobody may write to
mkdir -p /run/nxc/services /run/lock /var/log /var/lib /var/empty /root /srv /tmp $folders
ln -sfn "$system" /run/current-system
ln -sfn "$system" /run/booted-system
cp -RPf "$system/rootfs/." /
permissions

[ -z "${NXC_MACHINE-}" ] || . "$NXC_MACHINE"
identify
echo "$hostname" > /etc/nxc/hostname
echo "${NXC_ROLE:-$role}" > /etc/nxc/role
if [ -w /etc/hosts ]; then
  extra_hosts >> /etc/hosts
  [ ! -e /etc/nxc/deployment-hosts ] || cat /etc/nxc/deployment-hosts >> /etc/hosts
fi
. /etc/set-environment
if [ "$has_activation" ]; then
  # in the background and waited for, so that a stop is heard meanwhile
  activate 3>&- &
  wait $!
fi
# 3 is a machine's control port: no business of theirs
services 3>&-
echo running > /run/nxc/state
: > /run/nxc/ready
announce

while :; do idle; done
