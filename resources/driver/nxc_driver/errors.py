"""What a test script can see going wrong."""


class RequestedAssertionFailed(AssertionError):
    """The node did not do what the script asked for. Carries NixOS's name, so that scripts can catch it."""


class MachineError(Exception):
    """Something is wrong with a machine itself. Carries NixOS's name."""


class PollingConditionError(Exception):
    """A condition that had to stay true does not hold any more. Carries NixOS's name."""


class NotOnThisFlavour(Exception):
    """The call exists, but the platform that the nodes run on has no means for it."""


class TestRunnerError(MachineError):
    """The request did not reach the node, or was refused: unknown node, path outside the project, lost channel."""
