# How a node that is a virtual machine gets its identity, answers and ends. Read by the role's
# init (runtime/init.sh) once all that needs no identity is done; see docs/machines.md.
#
# Forks are what costs here, above all in emulation: builtins do nearly everything.

# ---- the machine's ports ----------------------------------------------------------------------
# Sets port_<name> for each port nxc.<name>: channel.0 is port_channel_0.
find_ports() {
  for file in /sys/class/virtio-ports/*/name; do
    read -r name 2> /dev/null < "$file" || continue
    device=${file%/name}
    device=/dev/${device##*/}
    case $name in
      nxc.control) port_control=$device ;;
      nxc.channel.[0-9]) eval "port_channel_${name##*.}=\$device" ;;
      nxc.error.[0-9]) eval "port_error_${name##*.}=\$device" ;;
    esac
  done
}

# They appear a moment after their driver, the last one last.
await_ports() {
  port_control=
  set -- /sys/bus/virtio/drivers/virtio_console/virtio*
  [ -e "$1" ] || return
  tries=0
  while [ $tries -lt 300 ]; do
    find_ports
    [ -z "$port_control" ] || [ -z "${port_error_3-}" ] || return
    sleep 0.01
    tries=$((tries + 1))
  done
}

NXC_NEWLINE='
'
# Runs one request after the other from a port, for ever. A write to a port without a client waits
# for one, and reading from it gives end of file: so the greeting is what this shell sleeps in.
# What a client that was killed left half written may end it by a syntax error: it is started again.
serve() {
  read -r nxc_pid _ < /proc/self/stat
  echo "$nxc_pid" > "/run/nxc/$1"
  . /etc/profile
  while printf 'nxc-channel %s\n' "$nxc_pid"; do
    while IFS= read -r nxc_request; do eval "$nxc_request"; done
  done
}

start_channels() {
  for number in 0 1 2 3; do
    eval "channel=\${port_channel_$number-} error=\${port_error_$number-}"
    [ "$channel" ] && [ "$error" ] || continue
    (
      while :; do
        (serve "channel.$number")
        sleep 1
      done
    ) <> "$channel" >&0 2> "$error" 3>&- &
  done
}

start_control() {
  (serve control) <&3 >&3 2>&3 3>&- &
  control=$!
}

# Somebody who types at the serial console gets a shell there.
start_console() {
  (
    while read -r _; do
      setsid -c sh -l
    done
  ) < /dev/console > /dev/console 2>&1 3>&- &
}

# ---- the template's point -----------------------------------------------------------------------
# Waits for `go <seconds since 1970>`. What was started from a template finds no client at first.
await_go() {
  while :; do
    echo nxc-waiting >&3
    while read -r word clock <&3; do
      [ "$word" != go ] || return
    done
  done
}

# ---- the identity -------------------------------------------------------------------------------
# On a disk, because it can change while this machine runs: then the next boot finds the new one.
# Nothing of it is kept in memory once it is read, so that a machine made from a template finds its
# own. What is behind `return 0` is padding.
find_identity() {
  identity=
  for disk in /sys/block/vd*; do
    serial=
    read -r serial 2> /dev/null < "$disk/serial" || [ "$serial" ] || continue
    [ "$serial" != nxc-identity ] || identity=/dev/${disk##*/}
  done
}

# Everything that is the same for every node.
prepare_identity() {
  mkdir -p /etc/nxc
  # QEMU's own name server, at the network of the machine's first card
  echo nameserver 10.0.2.3 > /etc/resolv.conf
  ifconfig lo 127.0.0.1 up
  ifconfig eth0 10.0.2.15 netmask 255.255.255.0 up
  route add default gw 10.0.2.2
  find_identity
}

identify() {
  await_ports
  [ -z "$port_control" ] || exec 3<> "$port_control"
  prepare_identity
  start_channels
  start_console

  NXC_HOSTNAME=$role NXC_ADDRESS= NXC_MAC= NXC_MANAGEMENT_MAC= NXC_MACHINE_ID= NXC_SEED=
  NXC_HOSTS= NXC_DEPLOYMENT= NXC_COMPOSITION=
  clock= NXC_WAIT=
  [ -z "$identity" ] || . "$identity"
  if [ "$NXC_WAIT" ] && [ "$port_control" ]; then
    await_go
    . "$identity"
  fi
  /nxc/adopt "$clock" "$NXC_SEED" "$NXC_MANAGEMENT_MAC" "$NXC_MAC" "$NXC_ADDRESS" ||
    echo "nxc: this machine could not take up all of its identity: $? requests failed" > /dev/console
  hostname=$NXC_HOSTNAME
  echo "$hostname" > /proc/sys/kernel/hostname
  [ -z "$NXC_MACHINE_ID" ] || echo "$NXC_MACHINE_ID" > /etc/machine-id
  [ -z "$NXC_DEPLOYMENT" ] || echo "$NXC_DEPLOYMENT" > /etc/nxc/deployment.json
  if [ "${NXC_HOST_KEY-}" ]; then
    # for the ssh server that the role may bring
    mkdir -p /etc/ssh
    (umask 077 && echo "$NXC_HOST_KEY" > /etc/ssh/ssh_host_ed25519_key)
    echo "$NXC_AUTHORIZED_KEYS" > /etc/nxc/authorized_keys
  fi
  echo "127.0.0.1 localhost
::1 localhost${NXC_HOSTS:+$NXC_NEWLINE$NXC_HOSTS}" > /etc/hosts
  unset NXC_SEED NXC_DEPLOYMENT NXC_HOSTS NXC_HOST_KEY
  [ -z "$port_control" ] || start_control
}

# Whoever started this machine waits for this line. In the background: there may be nobody yet.
announce() {
  [ -z "$port_control" ] || echo nxc-ready >&3 &
}

# Waiting is also what reaps the processes whose parents are gone.
idle() {
  while [ "$port_control" ]; do
    wait "$control"
    sleep 1
    start_control
  done
  sleep 100000000 &
  wait $!
}

# ---- the end ------------------------------------------------------------------------------------
# Kernel threads have no program, and are not waited for.
others_left() {
  for process in /proc/[0-9]*; do
    [ "$process" = /proc/1 ] || [ ! -e "$process/exe" ] || return 0
  done
  return 1
}

leave() {
  kill -KILL -1
  sync
  "$1" -f
  # until the machine is gone
  sleep 100
}
