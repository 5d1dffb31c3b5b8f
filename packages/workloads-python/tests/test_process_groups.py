import json
import unittest

from stackbench_workloads.process_groups import ProcessGroup, read_process_groups


class ReadProcessGroups(unittest.TestCase):
    def test_gives_none_where_all_workers_are_alike(self) -> None:
        self.assertEqual(read_process_groups({}), [])
        self.assertEqual(read_process_groups({"PROCESS_GROUPS": ""}), [])

    def test_reads_where_each_listens_and_what_it_serves(self) -> None:
        given = [
            {"name": "main", "workers": 1, "threads": 5, "port": 8000, "paths": []},
            {"name": "volume", "workers": 3, "threads": 5, "socketPath": "/v", "paths": ["/hello"]},
        ]
        self.assertEqual(
            read_process_groups({"PROCESS_GROUPS": json.dumps(given)}),
            [
                ProcessGroup("main", 1, 5, port=8000),
                ProcessGroup("volume", 3, 5, ("/hello",), socket_path="/v"),
            ],
        )

    def test_says_what_it_expected(self) -> None:
        for given in ("[", "{}x", '[{"name":"main"}]', "[1]"):
            with self.subTest(given), self.assertRaisesRegex(ValueError, "PROCESS_GROUPS: expected"):
                read_process_groups({"PROCESS_GROUPS": given})
