"""The endpoints of `items` for stacks with an event loop."""

from typing import Protocol

from .answer import Answer, not_found, text_answer
from .items import (
    Item,
    database_silent,
    item_created,
    item_found,
    item_listed,
    item_removed,
    no_database,
)
from .read_input import ItemInput, Query, read_after, read_id, read_item, read_limit


class ItemRepository(Protocol):
    """The table `items`. Methods raise what the database driver raises."""

    async def list(self, after: int, limit: int) -> list[Item]:
        """Up to `limit` items with an id over `after`, in id order."""

    async def create(self, item: ItemInput) -> Item: ...
    async def read(self, item_id: int) -> Item | None: ...
    async def replace(self, item_id: int, item: ItemInput) -> Item | None: ...
    async def remove(self, item_id: int) -> bool:
        """False where there was none."""

    async def ping(self) -> None: ...
    async def close(self) -> None: ...


class ItemEndpoints:
    """All raise a `Refusal`: 400 for bad input, 503 without a repository."""

    def __init__(self, repository: ItemRepository | None) -> None:
        self._repository = repository

    async def list(self, query: Query) -> Answer:
        after, limit = read_after(query), read_limit(query)
        return item_listed(await self._items().list(after, limit))

    async def create(self, body: bytes) -> Answer:
        return item_created(await self._items().create(read_item(body)))

    async def read(self, given_id: str) -> Answer:
        item_id = read_id(given_id)
        return not_found() if item_id is None else item_found(await self._items().read(item_id))

    async def replace(self, given_id: str, body: bytes) -> Answer:
        item_id, item = read_id(given_id), read_item(body)
        if item_id is None:
            return not_found()
        return item_found(await self._items().replace(item_id, item))

    async def remove(self, given_id: str) -> Answer:
        item_id = read_id(given_id)
        return not_found() if item_id is None else item_removed(await self._items().remove(item_id))

    async def healthz(self) -> Answer:
        """200 once the server can serve; 503 while its database does not answer."""
        if self._repository is not None:
            try:
                await self._repository.ping()
            except Exception as error:
                raise database_silent(error) from error
        return text_answer("ok")

    async def close(self) -> None:
        if self._repository is not None:
            await self._repository.close()

    def _items(self) -> ItemRepository:
        if self._repository is None:
            raise no_database()
        return self._repository
