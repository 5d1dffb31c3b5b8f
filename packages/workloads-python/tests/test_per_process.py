import unittest
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from stackbench_workloads.per_process import PerProcess


class Making(unittest.TestCase):
    def test_waits_until_somebody_asks(self) -> None:
        made: list[object] = []
        thing = PerProcess(lambda: made.append(object()) or made[-1])
        self.assertEqual(made, [])
        self.assertIs(thing.get(), made[0])

    def test_happens_once_whoever_asks(self) -> None:
        together = Barrier(8)
        thing = PerProcess(object)

        def ask(_: int) -> object:
            together.wait()
            return thing.get()

        with ThreadPoolExecutor(8) as threads:
            self.assertEqual(len(set(threads.map(ask, range(8)))), 1)

    def test_is_tried_again_after_a_failure(self) -> None:
        outcomes = [ConnectionRefusedError(), None]

        def make() -> str:
            if (failure := outcomes.pop(0)) is not None:
                raise failure
            return "made"

        thing = PerProcess(make)
        with self.assertRaises(ConnectionRefusedError):
            thing.get()
        self.assertEqual(thing.get(), "made")
