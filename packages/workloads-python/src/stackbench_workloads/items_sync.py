"""The endpoints of `items` for stacks whose workers wait: WSGI."""

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
    """The table `items`, for any number of threads. Methods raise what the database driver raises."""

    def list(self, after: int, limit: int) -> list[Item]:
        """Up to `limit` items with an id over `after`, in id order."""

    def create(self, item: ItemInput) -> Item: ...
    def read(self, item_id: int) -> Item | None: ...
    def replace(self, item_id: int, item: ItemInput) -> Item | None: ...
    def remove(self, item_id: int) -> bool:
        """False where there was none."""

    def ping(self) -> None: ...


class ItemEndpoints:
    """All raise a `Refusal`: 400 for bad input, 503 without a repository."""

    def __init__(self, repository: ItemRepository | None) -> None:
        self._repository = repository

    def list(self, query: Query) -> Answer:
        after, limit = read_after(query), read_limit(query)
        return item_listed(self._items().list(after, limit))

    def create(self, body: bytes) -> Answer:
        return item_created(self._items().create(read_item(body)))

    def read(self, given_id: str) -> Answer:
        item_id = read_id(given_id)
        return not_found() if item_id is None else item_found(self._items().read(item_id))

    def replace(self, given_id: str, body: bytes) -> Answer:
        item_id, item = read_id(given_id), read_item(body)
        if item_id is None:
            return not_found()
        return item_found(self._items().replace(item_id, item))

    def remove(self, given_id: str) -> Answer:
        item_id = read_id(given_id)
        return not_found() if item_id is None else item_removed(self._items().remove(item_id))

    def healthz(self) -> Answer:
        """200 once the server can serve; 503 while its database does not answer."""
        if self._repository is not None:
            try:
                self._repository.ping()
            except Exception as error:
                raise database_silent(error) from error
        return text_answer("ok")

    def _items(self) -> ItemRepository:
        if self._repository is None:
            raise no_database()
        return self._repository
