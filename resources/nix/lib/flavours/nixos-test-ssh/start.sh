# Starts the driver of a NixOS test so that its machines let the user in by ssh.
#   NXC_SSH_KEY   the private key to use; its public half stands beside it, with .pub. By default one is made in ./ssh.
# Writes ./ssh/config: ssh -F ssh/config <node>
set -eu
folder=$PWD/ssh
key=${NXC_SSH_KEY:-$folder/key}

umask 077
"$coreutils/bin/mkdir" -p "$folder"
if [ -z "${NXC_SSH_KEY-}" ] && [ ! -e "$key" ]; then
  "$openssh/bin/ssh-keygen" -q -t ed25519 -N '' -C nxc -f "$key"
fi
if [ ! -r "$key.pub" ]; then
  echo "There is no public key $key.pub: NXC_SSH_KEY must name a private key with its public half beside it." >&2
  exit 1
fi

{
  "$coreutils/bin/cat" "$hosts"
  # machines are new each time they start, and so are their host keys
  "$coreutils/bin/cat" << END
Host *
  HostName 127.0.0.1
  User root
  IdentityFile "$key"
  IdentitiesOnly yes
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
END
} > "$folder/config"

encoded=$("$coreutils/bin/base64" -w 0 "$key.pub")
export QEMU_OPTS="-fw_cfg name=opt/nxc/authorized_keys,string=$encoded ${QEMU_OPTS-}"
echo "Once a machine runs (start_all()): ssh -F $folder/config $first" >&2
exec "$driver/bin/nixos-test-driver" "$@"
