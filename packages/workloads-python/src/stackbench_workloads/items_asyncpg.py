"""The item repository on asyncpg."""

import asyncio

import asyncpg

from .environment import Environment
from .items import Item
from .items_async import ItemEndpoints
from .read_input import ItemInput

_CLOSE_SECONDS = 0.05


class AsyncpgItems:
    """An `ItemRepository` over a pool of asyncpg, with asyncpg's defaults but for its size."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def list(self, after: int, limit: int) -> list[Item]:
        query = "select id, name, quantity from items where id > $1 order by id limit $2"
        return [dict(row) for row in await self._pool.fetch(query, after, limit)]

    async def create(self, item: ItemInput) -> Item:
        query = "insert into items(name, quantity) values ($1, $2) returning id, name, quantity"
        return dict(await self._pool.fetchrow(query, *item))

    async def read(self, item_id: int) -> Item | None:
        query = "select id, name, quantity from items where id = $1"
        row = await self._pool.fetchrow(query, item_id)
        return None if row is None else dict(row)

    async def replace(self, item_id: int, item: ItemInput) -> Item | None:
        query = (
            "update items set name = $2, quantity = $3 where id = $1 returning id, name, quantity"
        )
        row = await self._pool.fetchrow(query, item_id, *item)
        return None if row is None else dict(row)

    async def remove(self, item_id: int) -> bool:
        status = await self._pool.execute("delete from items where id = $1", item_id)
        return status != "DELETE 0"

    async def ping(self) -> None:
        await self._pool.fetchval("select 1")

    async def close(self) -> None:
        try:
            # Terminates the connections itself when it is cut short.
            await asyncio.wait_for(self._pool.close(), _CLOSE_SECONDS)
        except TimeoutError:
            pass


async def connect_items(environment: Environment) -> ItemEndpoints:
    """Endpoints of this worker, with its share of the connections, which are opened when needed."""
    if environment.database_url is None:
        return ItemEndpoints(None)
    pool = await asyncpg.create_pool(
        environment.database_url,
        min_size=0,
        max_size=environment.pool_share,
        max_inactive_connection_lifetime=0,
        timeout=5,
    )
    return ItemEndpoints(AsyncpgItems(pool))
