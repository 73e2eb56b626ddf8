"""Shell text that runs on a node. It keeps to what both busybox and a full system have."""

from shlex import quote

# Exit code by which a waiting command says that waiting is pointless.
GIVE_UP = 70

_LISTEN = "0A"
_ANY_OR_LOOPBACK = (
    "00000000|0100007F|00000000000000000000000000000000|00000000000000000000000001000000"
    "|0000000000000000FFFF00000100007F"
)
_LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def systemctl(query, user):
    """`systemctl <query>`, of the system or of a user's own service manager."""
    if user is None:
        return f"systemctl {query}"
    inner = f"XDG_RUNTIME_DIR=/run/user/`id -u` systemctl --user {query}"
    return f"su -l {quote(user)} --shell /bin/sh -c {quote(inner)}"


def unit_is_active(unit, user):
    """Succeeds when the unit is active; gives up when it failed, or when nothing will start it."""
    state = systemctl(f"show --property=ActiveState --value {quote(unit)}", user)
    jobs = systemctl(f"list-jobs --full {quote(unit)}", user)
    running = systemctl("is-system-running", user)
    return f"""
state=$({state})
case $state in
  active) exit 0 ;;
  failed) echo 'unit "{unit}" reached state "failed"'; exit {GIVE_UP} ;;
  inactive) ;;
  *) echo "unit {unit} is in state \\"$state\\""; exit 1 ;;
esac
case $({running} || true) in initializing | starting) exit 1 ;; esac
case $({jobs} || true) in '' | *'No jobs'*) ;; *) exit 1 ;; esac
# it may have become active between the two questions
[ "$({state})" != active ] || exit 0
echo 'unit "{unit}" is inactive and there are no pending jobs'
exit {GIVE_UP}
"""


# Reads what the graphical target has told, and looks for the first display's socket.
X_IS_READY = """
journalctl -b SYSLOG_IDENTIFIER=systemd | grep -q 'Reached target Current graphical'
[ -e /tmp/.X11-unix/X0 ]
"""

# Lines of the tree look like: 0x1400003 "name": ("class" "Class") 80x24+0+0 +5+5
WINDOW_NAMES = r"""xwininfo -root -tree | sed -n 's/^ *0x[0-9a-f]* "\([^"]*\)".*/\1/p'"""


def terminal_text(terminal):
    """Prints what a virtual terminal shows, in lines of its width."""
    device = quote(f"/dev/tty{terminal}")
    return f"fold -w $(stty -F {device} size | cut -d ' ' -f 2) {quote(f'/dev/vcs{terminal}')}"


def port_is_open(port, address):
    """Succeeds when something accepts connections on a TCP port, as seen from the node.

    A port of the node itself is looked up in the kernel's table: quicker than a connection, and unnoticed by the
    service. Another address is connected to with what the node has.
    """
    number = int(port)
    if address in _LOCAL_NAMES:
        pattern = f"^ *[0-9]+: ({_ANY_OR_LOOPBACK}):{number:04X} [0-9A-F]+:0000 {_LISTEN} "
        return f"grep -qsE {quote(pattern)} /proc/net/tcp /proc/net/tcp6"
    host = quote(address)
    return f"""
if nc -z -w 1 {host} {number} </dev/null >/dev/null 2>&1; then exit 0; fi
# a netcat without -z, or none at all
nc -w 1 {host} {number} </dev/null >/dev/null 2>&1 ||
  bash -c 'exec 3<>/dev/tcp/$0/$1' {host} {number} 2>/dev/null
"""


def unix_socket_is_open(path, datagram):
    """Succeeds when a socket is bound at a path (and, for a stream, listens)."""
    fields = "$5 == \"0002\"" if datagram else "$4 == \"00010000\" && $5 == \"0001\""
    return f"awk -v path={quote(path)} '{fields} && $8 == path {{ found = 1 }} END {{ exit !found }}' /proc/net/unix"


def negated(script):
    """Succeeds when the script fails."""
    return f"! ( {script}\n)"
