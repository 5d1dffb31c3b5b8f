import unittest

from stackbench_workloads.load_application import load_application


class LoadApplication(unittest.TestCase):
    def test_is_what_the_module_has_by_that_name(self) -> None:
        import json

        self.assertIs(load_application("json:dumps"), json.dumps)

    def test_says_what_is_missing(self) -> None:
        with self.assertRaisesRegex(ValueError, "expected module:name, got 'json'"):
            load_application("json")
        with self.assertRaisesRegex(ValueError, "json:app: module 'json' has no 'app'"):
            load_application("json:app")
        with self.assertRaises(ImportError):
            load_application("no_such_module:app")
