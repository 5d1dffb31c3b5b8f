import importlib
import os
import shutil
import unittest
from types import ModuleType
from unittest import mock

from stackbench_workloads import hypercorn_config


class WhatItIsTold(unittest.TestCase):
    def load(self, **variables: str) -> ModuleType:
        with mock.patch.dict(os.environ, variables, clear=True):
            loaded = importlib.reload(hypercorn_config)
            if "PROCESS_INDICES" in os.environ:
                self.addCleanup(shutil.rmtree, os.path.dirname(os.environ["PROCESS_INDICES"]))
            return loaded

    def test_listens_where_it_shall(self) -> None:
        self.assertEqual(self.load(HOST="127.0.0.1", PORT="8001").bind, "127.0.0.1:8001")
        self.assertEqual(self.load(PORT="1", SOCKET_PATH="/run/app").bind, "unix:/run/app")

    def test_serves_with_as_many_processes_as_it_shall(self) -> None:
        self.assertEqual(self.load(WORKERS="5").workers, 5)
