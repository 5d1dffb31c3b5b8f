import os
import unittest
from types import SimpleNamespace
from unittest import mock

from stackbench_workloads import gunicorn_config


class WorkerIndex(unittest.TestCase):
    def test_a_replaced_worker_takes_over_the_index(self) -> None:
        server = SimpleNamespace(WORKERS={})

        def fork(pid: int) -> SimpleNamespace:
            worker = SimpleNamespace()
            gunicorn_config.pre_fork(server, worker)
            server.WORKERS[pid] = worker
            return worker

        self.assertEqual([fork(pid).stackbench_index for pid in (10, 11, 12)], [0, 1, 2])
        del server.WORKERS[11]
        successor = fork(13)
        with mock.patch.dict(os.environ):
            gunicorn_config.post_fork(server, successor)
            self.assertEqual(os.environ["WORKER_INDEX"], "1")
