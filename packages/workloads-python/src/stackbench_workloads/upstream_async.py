"""The workload `upstream` for stacks with an event loop, by aiohttp's client."""

from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from .answer import Answer, json_answer
from .environment import Environment
from .read_input import Query, read_integer
from .refusal import Refusal


class Upstream:
    """Calls the slow upstream over connections that are kept. Make it inside the event loop."""

    def __init__(self, environment: Environment) -> None:
        self._url = environment.upstream_url and URL(environment.upstream_url) / "wait"
        self._session = ClientSession(
            # One connection for each call under way: waiting for one would be measured as work.
            connector=TCPConnector(limit=0, keepalive_timeout=30),
            timeout=ClientTimeout(total=30),
        )

    async def answer(self, query: Query) -> Answer:
        """Raises a `Refusal`: 502 where the upstream fails, 503 where there is none."""
        ms = read_integer(query, "ms", least=0, most=10_000, default=50)
        if not self._url:
            raise Refusal(503, "UPSTREAM_URL is not set")
        try:
            async with self._session.get(self._url.with_query(ms=ms)) as response:
                body = await response.read()
                got = await response.json(content_type=None) if response.status == 200 else None
        except (ClientError, TimeoutError, ValueError) as error:
            raise Refusal(502, f"upstream: {error!r}") from error
        waited_ms = _read_waited(got)
        if waited_ms is None:
            raise Refusal(
                502,
                'upstream: expected 200 {"waitedMs":n},'
                f" got {response.status} {body[:80].decode(errors='replace')}",
            )
        return json_answer(200, {"waitedMs": waited_ms})

    async def close(self) -> None:
        await self._session.close()


def _read_waited(value: Any) -> int | None:
    waited_ms = value.get("waitedMs") if isinstance(value, dict) else None
    return waited_ms if type(waited_ms) is int else None
