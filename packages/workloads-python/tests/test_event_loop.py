import asyncio
import unittest

from stackbench_workloads.event_loop import new_event_loop


class NewEventLoop(unittest.TestCase):
    def test_can_be_that_of_the_standard_library(self) -> None:
        loop = new_event_loop({"EVENT_LOOP": "asyncio"})
        self.addCleanup(loop.close)
        self.assertIsInstance(loop, asyncio.SelectorEventLoop)

    def test_says_what_it_knows_when_asked_for_another(self) -> None:
        with self.assertRaisesRegex(ValueError, "EVENT_LOOP: expected .*, got 'trio'"):
            new_event_loop({"EVENT_LOOP": "trio"})
