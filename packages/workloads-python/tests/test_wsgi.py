import http.client
import os
import signal
import socket
import subprocess
import sys
import unittest
from io import BytesIO
from typing import Any

from stackbench_workloads.answer import Answer, empty, text_answer
from stackbench_workloads.read_input import BODY_LIMIT_BYTES
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.wsgi import read_body, read_query, write_answer


class Query(unittest.TestCase):
    def test_is_decoded_as_utf_8(self) -> None:
        query = read_query({"QUERY_STRING": "name=%C3%A9+%26&n=1&empty="})
        self.assertEqual(dict(query), {"name": "é &", "n": "1", "empty": ""})

    def test_may_be_missing(self) -> None:
        self.assertEqual(dict(read_query({})), {})


class Body(unittest.TestCase):
    def read(self, body: bytes, **environ: Any) -> bytes:
        return read_body({"wsgi.input": BytesIO(body), **environ})

    def refused(self, **environ: Any) -> int:
        with self.assertRaises(Refusal) as caught:
            self.read(b"x" * (BODY_LIMIT_BYTES + 1), **environ)
        return caught.exception.status

    def test_ends_where_its_length_says(self) -> None:
        self.assertEqual(self.read(b"bodyGET /", CONTENT_LENGTH="4"), b"body")
        self.assertEqual(self.read(b"body", CONTENT_LENGTH="0000000000004"), b"body")

    def test_may_be_of_the_biggest_size(self) -> None:
        body = b"x" * BODY_LIMIT_BYTES
        self.assertEqual(self.read(body, CONTENT_LENGTH=str(BODY_LIMIT_BYTES)), body)

    def test_is_not_there_without_a_length(self) -> None:
        self.assertEqual(self.read(b"GET /"), b"")
        self.assertEqual(self.read(b"GET /", CONTENT_LENGTH=""), b"")

    def test_in_chunks_ends_where_the_server_says(self) -> None:
        chunked = {"HTTP_TRANSFER_ENCODING": "chunked"}
        self.assertEqual(self.read(b"body", **chunked, **{"wsgi.input_terminated": True}), b"body")
        self.assertEqual(self.refused(**chunked), 411)
        self.assertEqual(self.refused(**chunked, **{"wsgi.input_terminated": True}), 413)

    def test_is_refused_when_it_is_too_big(self) -> None:
        for length in (str(BODY_LIMIT_BYTES + 1), "9" * 5000):
            self.assertEqual(self.refused(CONTENT_LENGTH=length), 413)

    def test_is_refused_when_its_length_is_none(self) -> None:
        for length in ("-1", "x", "1.5", "\u0663"):
            self.assertEqual(self.refused(CONTENT_LENGTH=length), 400)


class Answers(unittest.TestCase):
    def write(self, answer: Answer) -> tuple[str, list[tuple[str, str]], bytes]:
        started: list[Any] = []
        body = b"".join(write_answer(answer, lambda *given: started.extend(given)))
        return (*started, body)

    def test_tell_their_length(self) -> None:
        status, headers, body = self.write(text_answer("é"))
        self.assertEqual((status, body), ("200 OK", "é".encode()))
        self.assertIn(("Content-Length", "2"), headers)

    def test_without_a_body_have_no_length(self) -> None:
        self.assertEqual(self.write(empty()), ("204 No Content", [], b""))


class WsgirefServer(unittest.TestCase):
    def test_serves_until_sigterm(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        program = (
            "from stackbench_workloads.environment import read_environment;"
            "from stackbench_workloads.hello import hello;"
            "from stackbench_workloads.wsgi import write_answer;"
            "from stackbench_workloads.wsgiref_server import serve;"
            "serve(lambda _, start: write_answer(hello(), start), read_environment())"
        )
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
        with subprocess.Popen(
            [sys.executable, "-c", program], env=environment, stderr=subprocess.PIPE
        ) as server:
            self.addCleanup(server.kill)
            client = http.client.HTTPConnection("127.0.0.1", port)
            while server.poll() is None:
                try:
                    client.connect()
                    break
                except ConnectionRefusedError:
                    continue
            client.request("GET", "/hello")
            self.assertEqual(client.getresponse().read(), b"Hello, world!")
            client.close()
            server.send_signal(signal.SIGTERM)
            _, written = server.communicate()
            self.assertEqual((server.returncode, written), (0, b""))
