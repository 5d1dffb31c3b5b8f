import signal
import subprocess
import sys
import unittest
from pathlib import Path

from stackbench_workloads import apache
from stackbench_workloads.apache.configuration import Place, daemons, embedded
from stackbench_workloads.process_groups import ProcessGroup

place = Place(
    host="127.0.0.1",
    port=8000,
    directory="/run/apache",
    stack_directory="/app/stacks/wsgi",
    script="/app/script.py",
    modules="/modules",
    mod_wsgi="/modules/mod_wsgi.so",
    python_home="/opt/venv",
)


def group_of(path: str, configuration: str) -> str:
    """The group that Apache would choose: of the sections that match, the last counts."""
    chosen = beginning = ""
    for line in map(str.strip, configuration.splitlines()):
        if line.startswith("<LocationMatch"):
            beginning = line.removeprefix('<LocationMatch "^\\Q').removesuffix('\\E">')
        elif line == "</LocationMatch>":
            beginning = ""
        elif line.startswith("WSGIProcessGroup ") and path.startswith(beginning):
            chosen = line.removeprefix("WSGIProcessGroup ")
    return chosen


class Configuration(unittest.TestCase):
    def test_embedded_never_has_more_or_fewer_threads_than_told(self) -> None:
        lines = embedded(place, processes=5, threads=512).splitlines()
        self.assertIn("ServerLimit 5", lines)
        self.assertIn("ThreadsPerChild 512", lines)
        self.assertIn("MaxRequestWorkers 2560", lines)
        self.assertFalse([line for line in lines if line.startswith("WSGIDaemonProcess")])

    def test_requests_go_to_the_group_with_the_longest_beginning_of_their_path(self) -> None:
        groups = [
            ProcessGroup("main", 1, 5),
            ProcessGroup("single", 1, 5, ("/items/1",)),
            ProcessGroup("volume", 3, 5, ("/hello", "/items/")),
        ]
        configuration = daemons(place, groups, {})
        for path, group in {
            "/hello": "volume",
            "/items": "main",
            "/items/2": "volume",
            "/items/1": "single",
            "/report": "main",
        }.items():
            with self.subTest(path):
                self.assertEqual(group_of(path, configuration), group)

    def test_options_are_those_of_their_group(self) -> None:
        groups = [ProcessGroup("main", 1, 5), ProcessGroup("admin", 1, 3, ("/report",))]
        configuration = daemons(place, groups, {"admin": {"maximum-requests": "20"}})
        main, admin = (
            line for line in configuration.splitlines() if line.startswith("WSGIDaemonProcess")
        )
        self.assertNotIn("maximum-requests", main)
        self.assertRegex(admin, r"^WSGIDaemonProcess admin processes=1 threads=3 .*")
        self.assertRegex(admin, r" maximum-requests=20( |$)")

    def test_refuses_options_of_a_group_that_there_is_not(self) -> None:
        with self.assertRaisesRegex(ValueError, "expected options of main, got 'admin'"):
            daemons(place, [ProcessGroup("main", 1, 5)], {"admin": {"maximum-requests": "20"}})

    def test_refuses_what_would_write_more_than_a_word(self) -> None:
        for path in ['/x">\nRedirect / http://x', "/a b", "/a\\E.*", ""]:
            with self.subTest(path), self.assertRaisesRegex(ValueError, "expected letters"):
                daemons(place, [ProcessGroup("main", 1, 5), ProcessGroup("x", 1, 1, (path,))], {})
        for value in ["20 threads=99", "20\nServerName x"]:
            with self.subTest(value), self.assertRaisesRegex(ValueError, "expected letters"):
                daemons(place, [ProcessGroup("main", 1, 5)], {"main": {"maximum-requests": value}})

    def test_refuses_what_the_harness_tells(self) -> None:
        with self.assertRaisesRegex(ValueError, "got main:processes"):
            daemons(place, [ProcessGroup("main", 1, 5)], {"main": {"processes": "64"}})


class EndWithin(unittest.TestCase):
    def start(self, script: str) -> subprocess.Popen[str]:
        end_within = Path(apache.__file__).with_name("end_within.sh")
        process = subprocess.Popen(
            ["sh", end_within, "1", sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(process.stdout.close)
        return process

    def test_what_ends_by_itself_tells_its_own_status(self) -> None:
        self.assertEqual(self.start("raise SystemExit(3)").wait(), 3)

    def test_what_ends_on_sigterm_has_status_0(self) -> None:
        process = self.start(
            "import signal, sys, time\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('ended', flush=True)))\n"
            "print('ready', flush=True)\n"
            # Not pause: a signal just before it would be waited for in vain.
            "while True: time.sleep(0.05)"
        )
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0)
        self.assertEqual(process.stdout.read(), "ended\n")

    def test_what_does_not_end_is_killed_with_what_it_started(self) -> None:
        process = self.start(
            "import os, signal\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "os.fork() and print('ready', flush=True)\n"
            "while True: signal.pause()"
        )
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(), 0)
        # The other end is closed once the last process that has it is gone.
        self.assertEqual(process.stdout.read(), "")
