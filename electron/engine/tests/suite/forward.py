# needs: forward
# A port of this machine leads to the node. That it does is seen from outside: a script has no sockets.
server.wait_for_open_port(80)
server.forward_port(28574, 80)
import socket

with t.assertRaises(OSError):
    socket.create_connection(("127.0.0.1", 28574), timeout=1)
