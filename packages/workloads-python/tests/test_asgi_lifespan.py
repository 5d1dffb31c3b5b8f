import unittest
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from stackbench_workloads.asgi_lifespan import serve_lifespan
from stackbench_workloads.asgi_messages import Message


class ServeLifespan(unittest.IsolatedAsyncioTestCase):
    def setUp(self) -> None:
        self.log: list[str] = []
        self.state: dict[str, Any] = {}
        self.fails_on: str | None = None

    @asynccontextmanager
    async def lifespan(self, _application: Any) -> AsyncIterator[dict[str, str]]:
        self.act("open")
        yield {"connections": "open ones"}
        self.act("close")

    def act(self, what: str) -> None:
        self.log.append(what)
        if what == self.fails_on:
            raise OSError(f"cannot {what}")

    async def serve(self) -> None:
        coming = ["lifespan.startup", "lifespan.shutdown"]

        async def receive() -> Message:
            self.log.append(coming[0])
            return {"type": coming.pop(0)}

        async def send(message: Message) -> None:
            self.log.append(" ".join(message.values()))

        scope = {"type": "lifespan", "state": self.state}
        await serve_lifespan(self.lifespan, scope, receive, send)

    async def test_opens_before_the_first_request_and_closes_after_the_last(self) -> None:
        await self.serve()
        self.assertEqual(
            self.log,
            [
                "lifespan.startup",
                "open",
                "lifespan.startup.complete",
                "lifespan.shutdown",
                "close",
                "lifespan.shutdown.complete",
            ],
        )
        self.assertEqual(self.state, {"connections": "open ones"})

    async def test_tells_the_server_why_it_cannot_start(self) -> None:
        self.fails_on = "open"
        with self.assertRaisesRegex(OSError, "cannot open"):
            await self.serve()
        self.assertEqual(self.log[-1], "lifespan.startup.failed OSError('cannot open')")

    async def test_tells_the_server_why_it_cannot_end(self) -> None:
        self.fails_on = "close"
        with self.assertRaisesRegex(OSError, "cannot close"):
            await self.serve()
        self.assertEqual(self.log[-1], "lifespan.shutdown.failed OSError('cannot close')")
