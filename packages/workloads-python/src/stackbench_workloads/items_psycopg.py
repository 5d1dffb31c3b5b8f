"""The item repository on psycopg 3."""

from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from .environment import Environment, read_environment
from .items import Item
from .items_sync import ItemEndpoints
from .per_process import PerProcess
from .process_index import claim_index
from .read_input import ItemInput

_CONNECT_SECONDS = 5


class PsycopgItems:
    """An `ItemRepository` over a pool of psycopg, with psycopg's defaults but for what `open_pool` says."""

    def __init__(self, pool: PerProcess[ConnectionPool]) -> None:
        self._pool = pool

    def list(self, after: int, limit: int) -> list[Item]:
        query = "select id, name, quantity from items where id > %s order by id limit %s"
        with self._pool.get().connection() as connection:
            return connection.execute(query, (after, limit)).fetchall()

    def create(self, item: ItemInput) -> Item:
        query = "insert into items(name, quantity) values (%s, %s) returning id, name, quantity"
        return self._fetch(query, item)

    def read(self, item_id: int) -> Item | None:
        return self._fetch("select id, name, quantity from items where id = %s", (item_id,))

    def replace(self, item_id: int, item: ItemInput) -> Item | None:
        query = (
            "update items set name = %s, quantity = %s where id = %s returning id, name, quantity"
        )
        return self._fetch(query, (*item, item_id))

    def remove(self, item_id: int) -> bool:
        with self._pool.get().connection() as connection:
            return connection.execute("delete from items where id = %s", (item_id,)).rowcount > 0

    def ping(self) -> None:
        with self._pool.get().connection(timeout=_CONNECT_SECONDS) as connection:
            connection.execute("select 1")

    def _fetch(self, query: str, parameters: tuple[Any, ...]) -> Any:
        """The one row, or None."""
        with self._pool.get().connection() as connection:
            return connection.execute(query, parameters).fetchone()


def connect_items() -> ItemEndpoints:
    """Endpoints for this process and those it forks: each has a pool of its own once it needs one."""
    if read_environment().database_url is None:
        return ItemEndpoints(None)
    return ItemEndpoints(PsycopgItems(PerProcess(_open_pool_of_worker)))


def _open_pool_of_worker() -> ConnectionPool:
    """The environment is read anew in the worker: only there it tells the worker's index, or lets it claim one."""
    claim_index()
    return open_pool(read_environment())


def open_pool(environment: Environment) -> ConnectionPool:
    """A pool of this worker's share of the connections, which are opened when needed."""
    return ConnectionPool(
        environment.database_url,
        # Every statement is its own transaction, without a round trip for each end of it.
        kwargs={"autocommit": True, "row_factory": dict_row, "connect_timeout": _CONNECT_SECONDS},
        min_size=0,
        max_size=environment.pool_share,
        open=True,
    )
