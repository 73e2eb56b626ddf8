# Services, by their names and states.
server.wait_for_unit("web")
server.require_unit_state("web")
server.require_unit_state("web", "active")
information = server.get_unit_info("web")
t.assertEqual(information["ActiveState"], "active")
t.assertEqual(server.get_unit_property("web", "ActiveState"), "active")
t.assertEqual(server.systemctl("is-active web"), (0, "active\n"))
before = server.succeed("systemctl show --property=MainPID --value web")

t.assertEqual(server.stop_job("web")[0], 0)
server.require_unit_state("web", "inactive")
server.wait_for_closed_port(80)
with t.assertRaises(RequestedAssertionFailed):
    server.require_unit_state("web")
with t.assertRaisesRegex(RequestedAssertionFailed, "inactive and there are no pending jobs"):
    server.wait_for_unit("web")

t.assertEqual(server.start_job("web")[0], 0)
server.wait_for_unit("web")
server.wait_for_open_port(80)
t.assertNotEqual(server.succeed("systemctl show --property=MainPID --value web"), before)
