"""Which calls a flavour has no means for, and why."""

_SCREEN = "it has no screen"
_MONITOR = "it has no machine monitor"
_KEYBOARD = "it has no keyboard and no virtual terminals"
_POWER = "its nodes are started and stopped with the deployment, not by the script"
_NETWORK = "the script cannot change its network"
_INTERACTIVE = "a test script has no keyboard of its own; open a terminal on the node instead"

_REASONS = {
    _SCREEN: (
        "screenshot get_screen_text get_screen_text_variants wait_for_text wait_for_x wait_for_window "
        "get_window_names"
    ),
    _MONITOR: "send_monitor_command wait_for_qmp_event",
    _KEYBOARD: (
        "send_key send_chars send_console get_tty_text wait_until_tty_matches dump_tty_contents "
        "serial_stdout_on serial_stdout_off"
    ),
    _POWER: "shutdown wait_for_shutdown crash reboot",
    _NETWORK: "block unblock forward_port",
    _INTERACTIVE: "shell_interact console_interact",
}

UNSUPPORTED = {method: reason for reason, methods in _REASONS.items() for method in methods.split()}


def refusal(node, method, flavour):
    """The sentence that a script gets for a call that cannot be done."""
    return f"{node}.{method}() cannot be done on the flavour “{flavour}”: {UNSUPPORTED[method]}."
