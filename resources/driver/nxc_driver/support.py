"""Which calls need what of a machine, and why a flavour has no means for them."""

# Calls by the ability of the flavour that they need.
_NEEDS = {
    "power": "shutdown crash reboot",
    "link": "block unblock",
    "screen": (
        "screenshot get_screen_text get_screen_text_variants wait_for_text wait_for_x wait_for_window "
        "get_window_names get_tty_text wait_until_tty_matches dump_tty_contents"
    ),
    "console": "send_console",
    "monitor": "send_monitor_command send_key send_chars",
    "forward": "forward_port",
    "events": "wait_for_qmp_event",
    "keyboard": "shell_interact console_interact",
    "stages": "switch_root",
    "files": "out_dir state_dir shared_dir tmp_dir",
}

_REASONS = {
    "power": "its nodes are started and stopped with the deployment, not by the script",
    "link": "the script cannot change its network",
    "screen": "it has no screen",
    "console": "it has no console that could be typed into",
    "monitor": "it has no machine monitor",
    "forward": "no port of this machine can be made to lead to a node that runs",
    "events": "the events of its machine monitor cannot be heard",
    "keyboard": "a test script has no keyboard of its own; open a terminal on the node instead",
    "stages": "a node is reached only once it has booted",
    "files": "a test script has no folders of this machine; use copy_from_host and copy_from_machine",
}

# Method or attribute to the ability that it needs.
NEEDED = {method: ability for ability, methods in _NEEDS.items() for method in methods.split()}

ATTRIBUTES = frozenset(_NEEDS["files"].split())


def lacking(method, abilities):
    """Why a call cannot be done by a flavour with these abilities; None when it can."""
    ability = NEEDED.get(method)
    return None if ability is None or ability in abilities else _REASONS[ability]


def refusal(node, method, flavour, reason):
    """The sentence that a script gets for a call that cannot be done."""
    call = method if method in ATTRIBUTES else f"{method}()"
    return f"{node}.{call} cannot be done on the flavour “{flavour}”: {reason}."
