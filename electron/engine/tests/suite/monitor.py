# needs: monitor
# The monitor of a machine.
assert "running" in server.send_monitor_command("info status")
server.send_key("shift-a")
server.send_chars("Hello, World!\n", delay=0.001)
server.send_console("\n")
