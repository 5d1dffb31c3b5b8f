"""The CPU-bound workloads against figures that another language worked out."""

import unittest

from stackbench_workloads.hash_sort import hash_sort, hash_sort_checksum
from stackbench_workloads.hello import hello
from stackbench_workloads.lookup import count_hits, lookup
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.report import report, sum_pages


class HashSort(unittest.TestCase):
    def test_agrees_with_the_contract(self) -> None:
        self.assertTrue(hash_sort_checksum(1, 1).startswith("d7e2cba749472cbd"))
        self.assertTrue(hash_sort_checksum(10, 1).startswith("c2e2f97838f71337"))

    def test_depends_on_the_seed(self) -> None:
        self.assertNotEqual(hash_sort_checksum(1, 1), hash_sort_checksum(1, 2))

    def test_answers_compact_json_in_the_contracts_order(self) -> None:
        answer = hash_sort({"loopCount": "1", "seed": "1"})
        checksum = hash_sort_checksum(1, 1)
        self.assertEqual(answer.status, 200)
        self.assertEqual(
            answer.body, b'{"loopCount":1,"seed":1,"checksum":"%s"}' % checksum.encode()
        )

    def test_has_the_contracts_defaults(self) -> None:
        self.assertEqual(hash_sort({}), hash_sort({"loopCount": "10", "seed": "1"}))

    def test_refuses_what_is_out_of_range(self) -> None:
        for query in (
            {"loopCount": "0"},
            {"loopCount": "1001"},
            {"seed": "-1"},
            {"seed": "1000001"},
        ):
            with self.subTest(query), self.assertRaises(Refusal):
                hash_sort(query)


class Lookup(unittest.TestCase):
    def test_agrees_with_the_contract(self) -> None:
        self.assertEqual(lookup({}).body, b'{"seed":1,"hits":3583}')

    def test_counts_what_a_plain_search_finds(self) -> None:
        for seed in (0, 13_999, 1_000_000):
            found = sum((31 * i + seed) % 14_000 in range(0, 7000, 7) for i in range(50_000))
            self.assertEqual(count_hits(seed), found)


class Report(unittest.TestCase):
    def test_sums_what_the_pages_hold(self) -> None:
        self.assertEqual(sum_pages(4096 * 3), 0 + 1 + 2)
        # 256 pages: 0 to 250, then 0 to 4.
        self.assertEqual(sum_pages(1024 * 1024), 250 * 251 // 2 + 0 + 1 + 2 + 3 + 4)

    def test_answers_compact_json(self) -> None:
        self.assertEqual(report({"mb": "1"}).body, b'{"mb":1,"checksum":31385}')
        self.assertEqual(report({}).body, b'{"mb":64,"checksum":2041721}')

    def test_refuses_what_is_out_of_range(self) -> None:
        for mb in ("0", "1025", "1.5", ""):
            with self.subTest(mb), self.assertRaises(Refusal):
                report({"mb": mb})


class Hello(unittest.TestCase):
    def test_is_plain_text(self) -> None:
        answer = hello()
        self.assertEqual((answer.status, answer.body), (200, b"Hello, world!"))
        self.assertEqual(answer.headers, {"Content-Type": "text/plain; charset=utf-8"})
