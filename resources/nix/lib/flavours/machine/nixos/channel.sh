# channel.sh NAME: a shell that runs one request after the other from the machine's port
# nxc.NAME, for ever, as in the tiny base (tiny/machine/node.sh says why like this).
NXC_NEWLINE='
'
name=$1
port=/dev/virtio-ports/nxc.$name
export HOME=/root
mkdir -p /run/nxc
. /etc/profile
# udev names the ports a moment after they appear; a machine may also have none
tries=0
until [ -e "$port" ]; do
  [ $tries -lt 100 ] || exit 0
  sleep 0.1
  tries=$((tries + 1))
done
exec 0<> "$port" 1>&0
case $name in
  control) exec 2>&1 ;;
  *) exec 2> "/dev/virtio-ports/nxc.error.${name#channel.}" ;;
esac
echo $$ > "/run/nxc/$name"

if [ "$name" = control ]; then
  # whoever started this machine waits for this line
  (while [ ! -e /run/nxc/ready ]; do sleep 0.2; done; echo nxc-ready) &
fi
while printf 'nxc-channel %s\n' $$; do
  while IFS= read -r nxc_request; do eval "$nxc_request"; done
done
exit 1
