# Process 1 of a tiny node. Given above, by the role: system, role, folders, stop_ticks, and
# the functions permissions, extra_hosts, activate, services.

# First of all: the kernel drops signals that process 1 has no handler for.
stop() {
  trap '' TERM INT HUP
  echo stopping > /run/nxc/state
  # HUP: an interactive shell ignores TERM
  kill -TERM -1
  kill -HUP -1
  ticks=0
  while kill -0 -1 && [ "$ticks" -lt "$stop_ticks" ]; do
    sleep 0.01
    ticks=$((ticks + 1))
  done 2> /dev/null
  # what is left is killed by the kernel when process 1 goes
  exit 0
}
trap stop TERM INT

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

read -r hostname < /proc/sys/kernel/hostname
echo "$hostname" > /etc/nxc/hostname
echo "${NXC_ROLE:-$role}" > /etc/nxc/role
if [ -w /etc/hosts ]; then
  extra_hosts >> /etc/hosts
  [ ! -e /etc/nxc/deployment-hosts ] || cat /etc/nxc/deployment-hosts >> /etc/hosts
fi
. /etc/set-environment
# in the background and waited for, so that a stop is heard meanwhile
activate &
wait $!
services
echo running > /run/nxc/state
: > /run/nxc/ready

# Wait for ever: that is also what reaps the processes whose parents are gone.
while :; do
  sleep 100000000 &
  wait $!
done
