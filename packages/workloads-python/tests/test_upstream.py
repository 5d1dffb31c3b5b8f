import unittest

from stackbench_workloads.refusal import Refusal
from stackbench_workloads.upstream import read_wait, upstream_waited


class Waited(unittest.TestCase):
    def test_tells_how_long(self) -> None:
        self.assertEqual(upstream_waited(200, b'{ "waitedMs": 50 }').body, b'{"waitedMs":50}')

    def test_refuses_every_other_answer(self) -> None:
        for status, body in (
            (500, b'{"waitedMs":50}'),
            (200, b"50"),
            (200, b"{}"),
            (200, b'{"waitedMs":"50"}'),
            (200, b'{"waitedMs":true}'),
            (200, b"<html>"),
            (200, b"\xff"),
        ):
            with self.subTest(body), self.assertRaises(Refusal) as caught:
                upstream_waited(status, body)
            self.assertEqual(caught.exception.status, 502)


class Wait(unittest.TestCase):
    def test_is_checked(self) -> None:
        self.assertEqual((read_wait({}), read_wait({"ms": "0"})), (50, 0))
        for ms in ("-1", "10001", "x"):
            with self.subTest(ms), self.assertRaises(Refusal):
                read_wait({"ms": ms})
