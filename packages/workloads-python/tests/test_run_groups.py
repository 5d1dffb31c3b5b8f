import contextlib
import os
import signal
import subprocess
import sys
import unittest

from stackbench_workloads.process_groups import ProcessGroup
from stackbench_workloads.run_groups import commands_of, environments_of

groups = [
    ProcessGroup("main", 1, 5, port=8000),
    ProcessGroup("volume", 3, 5, ("/hello",), port=8001, socket_path="/run/volume.sock"),
    ProcessGroup("admin", 1, 3, ("/report",), port=8002),
]


class Environments(unittest.TestCase):
    def test_share_the_connections_of_the_database_by_workers(self) -> None:
        for total, shares in {22: [5, 13, 4], 5: [1, 3, 1]}.items():
            with self.subTest(total):
                told = environments_of(groups, {"DATABASE_POOL_SIZE": str(total)})
                self.assertEqual(
                    [int(told[group.name]["DATABASE_POOL_SIZE"]) for group in groups], shares
                )

    def test_are_those_of_the_group_and_all_that_was_there(self) -> None:
        told = environments_of(groups, {"WORKERS": "5", "SOCKET_PATH": "/x", "UPSTREAM_URL": "u"})
        self.assertEqual((told["volume"]["WORKERS"], told["volume"]["THREADS"]), ("3", "5"))
        self.assertEqual(told["volume"]["SOCKET_PATH"], "/run/volume.sock")
        self.assertEqual((told["main"]["PORT"], told["main"]["SOCKET_PATH"]), ("8000", ""))
        self.assertEqual(told["main"]["UPSTREAM_URL"], "u")


class Commands(unittest.TestCase):
    def test_are_told_apart_and_have_their_own_options(self) -> None:
        commands = commands_of(groups, "app:application", ["admin:--max-requests=20"])
        self.assertIn("--name=volume", commands["volume"])
        self.assertIn("--max-requests=20", commands["admin"])
        self.assertNotIn("--max-requests=20", commands["main"])

    def test_refuse_options_of_a_group_that_there_is_not(self) -> None:
        for option in ("single:--x", "--max-requests=20"):
            with self.subTest(option), self.assertRaisesRegex(ValueError, "main, volume, admin"):
                commands_of(groups, "app:application", [option])


# In place of gunicorn: says who it is, then waits for SIGTERM, or ends where its option says so.
SERVER = """
import os, signal, sys, time
name = next(word for word in sys.argv if word.startswith("--name="))
if "--end" in sys.argv:
    sys.exit(7)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
# One write: print makes two of it where output is not buffered.
os.write(1, f"{name}\\n".encode())
while True:
    # Not pause: a signal just before it would be waited for in vain.
    time.sleep(0.05)
"""

LAUNCHER = """
import os, sys
from stackbench_workloads import run_groups
real = run_groups.commands_of
def commands_of(groups, application, given):
    return {
        name: [command[0], "-c", os.environ["SERVER"], *command[3:]]
        for name, command in real(groups, application, given).items()
    }
run_groups.commands_of = commands_of
sys.exit(run_groups.run(sys.argv[1:], os.environ))
"""

GROUPS = """[
    {"name": "main", "workers": 1, "threads": 1, "port": 1, "paths": []},
    {"name": "volume", "workers": 1, "threads": 1, "port": 2, "paths": ["/hello"]}
]"""


def end_all(session: int) -> None:
    """Also the groups of a launcher that is dead already."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


class Launcher(unittest.TestCase):
    def start(self, *options: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", LAUNCHER, "app:application", *options],
            env={**os.environ, "SERVER": SERVER, "PROCESS_GROUPS": GROUPS},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.addCleanup(process.communicate)
        self.addCleanup(end_all, process.pid)
        return process

    def test_ends_all_with_status_0_on_sigterm(self) -> None:
        process = self.start()
        assert process.stdout is not None
        names = {process.stdout.readline().strip() for _ in range(2)}
        self.assertEqual(names, {"--name=main", "--name=volume"})
        process.send_signal(signal.SIGTERM)
        # The pipe ends with the last of them.
        self.assertEqual(process.stdout.read(), "")
        self.assertEqual(process.wait(), 0)

    def test_ends_all_where_one_ends_and_says_which(self) -> None:
        process = self.start("volume:--end")
        _, said = process.communicate()
        self.assertEqual(process.returncode, 1)
        self.assertEqual(said, "process group volume ended with status 7\n")
