"""Files between the project and a node."""

from .node import Node
from .statements import statement


class Files(Node):
    """The calls that copy."""

    @statement
    def copy_from_host(self, source, target):
        """Copies a file or folder of the project into the node."""
        self._request("copyTo", source=str(source), target=str(target))

    @statement
    def copy_from_host_via_shell(self, source, target):
        """Copies a file of the project into the node through its shell."""
        self._request("copyToByShell", source=str(source), target=str(target))

    @statement
    def copy_from_vm(self, source, target_dir=""):
        """Copies a file or folder of the node into the test's output folder."""
        self._request("copyFrom", source=str(source), target=str(target_dir))

    @statement
    def copy_from_machine(self, source, target_dir=""):
        self.copy_from_vm(source, target_dir)
