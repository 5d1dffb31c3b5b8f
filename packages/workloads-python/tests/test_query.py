import unittest

from stackbench_workloads.query import parse_query


class ParseQuery(unittest.TestCase):
    def test_reads_names_and_values(self) -> None:
        for query_string, query in {
            b"": {},
            b"seed=1&loopCount=2": {"seed": "1", "loopCount": "2"},
            b"name=%C5%81+%F0%9F%9A%80%26": {"name": "Ł 🚀&"},
            b"name=": {"name": ""},
            b"name": {"name": ""},
            b"a=1;b=2": {"a": "1;b=2"},
        }.items():
            with self.subTest(query_string):
                self.assertEqual(parse_query(query_string), query)

    def test_takes_the_first_of_several_values(self) -> None:
        self.assertEqual(parse_query(b"a=1&a=2"), {"a": "1"})

    def test_stands_bytes_that_are_no_text(self) -> None:
        self.assertEqual(parse_query(b"name=%FF"), {"name": "\ufffd"})
