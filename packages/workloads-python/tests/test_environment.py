import unittest

from stackbench_workloads.environment import pool_share, read_environment


class Variables(unittest.TestCase):
    def test_are_read(self) -> None:
        environment = read_environment(
            {
                "HOST": "127.0.0.1",
                "PORT": "8000",
                "SOCKET_PATH": "/run/app.sock",
                "WORKERS": "11",
                "THREADS": "4",
                "WORKER_INDEX": "4",
                "DATABASE_URL": "postgres://localhost/x",
                "DATABASE_POOL_SIZE": "16",
                "UPSTREAM_URL": "http://127.0.0.1:9100",
            }
        )
        self.assertEqual((environment.host, environment.port), ("127.0.0.1", 8000))
        self.assertEqual(environment.socket_path, "/run/app.sock")
        self.assertEqual((environment.workers, environment.threads), (11, 4))
        self.assertEqual(environment.database_url, "postgres://localhost/x")
        self.assertEqual(environment.upstream_url, "http://127.0.0.1:9100")
        self.assertEqual(environment.pool_share, 2)

    def test_empty_ones_are_absent(self) -> None:
        self.assertEqual(
            read_environment({"PORT": "", "SOCKET_PATH": "", "DATABASE_URL": ""}),
            read_environment({}),
        )

    def test_errors_name_the_variable(self) -> None:
        for name in ("PORT", "WORKERS", "THREADS", "DATABASE_POOL_SIZE", "WORKER_INDEX"):
            for given in ("x", "-1", "1.5", "9999999"):
                with self.subTest(name, given=given), self.assertRaisesRegex(ValueError, name):
                    read_environment({name: given})


class PoolShare(unittest.TestCase):
    def test_gives_the_remainder_to_the_first_workers(self) -> None:
        self.assertEqual([pool_share(16, 11, i) for i in range(11)], [2] * 5 + [1] * 6)

    def test_is_never_empty(self) -> None:
        self.assertEqual(pool_share(2, 11, 10), 1)

    def test_stays_within_the_whole_where_no_index_is_known(self) -> None:
        self.assertEqual(pool_share(16, 3, None), 5)
