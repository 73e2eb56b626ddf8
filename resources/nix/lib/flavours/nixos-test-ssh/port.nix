# The port of 127.0.0.1 that leads to the ssh server of a node.
node: 22021 + node.number
