import asyncio
import os
import socket
import stat
import tempfile
import unittest

from stackbench_workloads.environment import read_environment
from stackbench_workloads.listener import open_listener


class UnixSocket(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, "app.sock")
        self.environment = read_environment({"SOCKET_PATH": self.path})

    def test_everyone_may_connect(self) -> None:
        with open_listener(self.environment), socket.socket(socket.AF_UNIX) as client:
            self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o666)
            client.connect(self.path)

    def test_replaces_what_a_dead_server_left(self) -> None:
        open_listener(self.environment).close()
        self.assertTrue(os.path.exists(self.path))
        with open_listener(self.environment), socket.socket(socket.AF_UNIX) as client:
            client.connect(self.path)

    def test_leaves_a_running_server_alone(self) -> None:
        with open_listener(self.environment), self.assertRaisesRegex(OSError, "running server"):
            open_listener(self.environment)

    def test_leaves_other_files_alone(self) -> None:
        with open(self.path, "w") as file:
            file.write("mine")
        with self.assertRaisesRegex(OSError, "another file"):
            open_listener(self.environment)
        self.assertEqual(os.path.getsize(self.path), 4)


class TcpSocket(unittest.TestCase):
    def test_listens_on_host_and_port(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = read_environment({"HOST": "127.0.0.1", "PORT": str(port)})
        with open_listener(environment), socket.create_connection(("127.0.0.1", port)):
            pass

    def test_asyncio_sends_what_is_written_at_once(self) -> None:
        delays: list[int] = []

        class Server(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                accepted = transport.get_extra_info("socket")
                delays.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
                transport.close()

        async def connect_once() -> None:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            environment = read_environment({"HOST": "127.0.0.1", "PORT": str(port)})
            loop = asyncio.get_running_loop()
            async with await loop.create_server(Server, sock=open_listener(environment)):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                await reader.read()
                writer.close()

        asyncio.run(connect_once())
        self.assertEqual(delays, [1])
