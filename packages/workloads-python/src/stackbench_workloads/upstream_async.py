"""The workload `upstream` for stacks with an event loop, by aiohttp's client."""

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from yarl import URL

from .answer import Answer
from .environment import Environment
from .read_input import Query
from .upstream import CALL_SECONDS, no_upstream, read_wait, upstream_failed, upstream_waited


class Upstream:
    """Calls the slow upstream over connections that are kept. Make it inside the event loop."""

    def __init__(self, environment: Environment) -> None:
        self._url = environment.upstream_url and URL(environment.upstream_url) / "wait"
        self._session = ClientSession(
            # One connection for each call under way: waiting for one would be measured as work.
            connector=TCPConnector(limit=0, keepalive_timeout=30),
            timeout=ClientTimeout(total=CALL_SECONDS),
        )

    async def answer(self, query: Query) -> Answer:
        """Raises a `Refusal`: 502 where the upstream fails, 503 where there is none."""
        ms = read_wait(query)
        if not self._url:
            raise no_upstream()
        try:
            async with self._session.get(self._url.with_query(ms=ms)) as response:
                status, body = response.status, await response.read()
        except (ClientError, TimeoutError) as error:
            raise upstream_failed(error) from error
        return upstream_waited(status, body)

    async def close(self) -> None:
        await self._session.close()
