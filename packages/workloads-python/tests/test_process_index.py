import os
import subprocess
import sys
import tempfile
import unittest

from stackbench_workloads.process_index import ProcessIndex, make_indices

# Offers two indices, starts three workers that live at the same time, and tells what each was told.
_SERVER = """
import os, subprocess, sys
from stackbench_workloads.process_index import offer_indices
offer_indices(2)
offered = os.environ["PROCESS_INDICES"]
offer_indices(2)
assert os.environ["PROCESS_INDICES"] == offered
worker = (
    "import os, sys; from stackbench_workloads.process_index import claim_index; claim_index(); claim_index();"
    " print(os.environ.get('WORKER_INDEX'), flush=True); sys.stdin.read()"
)
pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
workers = []
for _ in range(3):
    workers.append(subprocess.Popen([sys.executable, "-c", worker], **pipes))
    print(workers[-1].stdout.readline().strip())
for one in workers:
    one.communicate()
"""


class Index(unittest.TestCase):
    def test_a_successor_takes_over_what_a_dead_process_had(self) -> None:
        with tempfile.TemporaryDirectory() as parent:
            directory = f"{parent}/indices"
            make_indices(directory, 11)
            taken = [ProcessIndex(directory) for _ in range(12)]
            self.assertEqual([index.value for index in taken], [*range(11), None])
            with taken[2]:
                pass
            successor = ProcessIndex(directory)
            self.assertEqual(successor.value, 2)
            for index in (*taken[:2], *taken[3:], successor):
                with index:
                    pass

    def test_workers_claim_what_their_server_offers(self) -> None:
        with tempfile.TemporaryDirectory() as parent:
            variables = {**os.environ, "TMPDIR": parent}
            variables.pop("WORKER_INDEX", None)
            told = subprocess.check_output(
                [sys.executable, "-c", _SERVER], env=variables, text=True
            )
        self.assertEqual(told.split(), ["0", "1", "None"])
