"""What a worker with an event loop is connected to: the database by asyncpg, the slow upstream by aiohttp."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from .environment import Environment, read_environment
from .items_async import ItemEndpoints
from .items_asyncpg import connect_items
from .process_index import claim_index
from .upstream_async import Upstream


class Connections(NamedTuple):
    items: ItemEndpoints
    upstream: Upstream


@asynccontextmanager
async def open_connections(environment: Environment) -> AsyncIterator[Connections]:
    """Open it in the process and in the event loop that use it; its end closes what it holds."""
    items = await connect_items(environment)
    upstream = Upstream(environment)
    try:
        yield Connections(items, upstream)
    finally:
        await upstream.close()
        await items.close()


@asynccontextmanager
async def keep_connections(_application: Any) -> AsyncIterator[dict[str, Connections]]:
    """A lifespan in the sense of ASGI: requests find `connections` in their state."""
    claim_index()
    async with open_connections(read_environment()) as connections:
        yield {"connections": connections}
