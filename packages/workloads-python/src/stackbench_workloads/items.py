"""What the endpoints of `items` have in common, whether their repository is asynchronous or not."""

from .answer import Answer, created, empty, json_answer, not_found
from .refusal import Refusal

# With the contract's keys in the contract's order: id, name, quantity.
Item = dict[str, int | str]


def no_database() -> Refusal:
    return Refusal(503, "DATABASE_URL is not set")


def database_silent(cause: Exception) -> Refusal:
    return Refusal(503, f"the database does not answer: {cause!r}")


def item_listed(items: list[Item]) -> Answer:
    return json_answer(200, items)


def item_created(item: Item) -> Answer:
    return created(f"/items/{item['id']}", item)


def item_found(item: Item | None) -> Answer:
    return not_found() if item is None else json_answer(200, item)


def item_removed(was_there: bool) -> Answer:
    return empty() if was_there else not_found()
