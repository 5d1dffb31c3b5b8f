import signal
import subprocess
import sys
import textwrap
import unittest

_server = """
    import os, signal, sys, time
    from stackbench_workloads.pass_on_term import pass_on_term

    def serve():
        os.write(1, b"%d\\n" % os.getpid())
        while True:
            # Not pause: a signal just before it would be waited for in vain.
            time.sleep(0.05)

    pass_on_term()
    children = [os.fork() or serve() for _ in range(2)]
    for child in children:
        # Not waiting for as long as it takes: a signal just before that would be handled only after it.
        while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
            time.sleep(0.05)
        _, status = ended
        print("ended", os.waitstatus_to_exitcode(status), flush=True)
"""


class PassOnTerm(unittest.TestCase):
    def test_ends_the_children_and_lets_the_parent_see_to_its_own_end(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(_server)], stdout=subprocess.PIPE, text=True
        ) as server:
            self.addCleanup(server.kill)
            children = [server.stdout.readline() for _ in range(2)]
            self.assertEqual(len(set(children)), 2)
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.stdout.read(), "ended 0\nended 0\n")
            self.assertEqual(server.wait(), 0)
