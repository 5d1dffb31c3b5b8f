import unittest
from collections.abc import Awaitable
from inspect import isawaitable
from typing import Any

from stackbench_workloads import items_async, items_sync
from stackbench_workloads.answer import Answer
from stackbench_workloads.items import Item
from stackbench_workloads.read_input import ItemInput
from stackbench_workloads.refusal import Refusal


class ItemsInMemory:
    def __init__(self) -> None:
        self.rows: dict[int, Item] = {}
        self.answers = True

    def list(self, after: int, limit: int) -> list[Item]:
        return [self.rows[i] for i in sorted(self.rows) if i > after][:limit]

    def create(self, item: ItemInput) -> Item:
        return self._put(max(self.rows, default=0) + 1, item)

    def read(self, item_id: int) -> Item | None:
        return self.rows.get(item_id)

    def replace(self, item_id: int, item: ItemInput) -> Item | None:
        return self._put(item_id, item) if item_id in self.rows else None

    def remove(self, item_id: int) -> bool:
        return self.rows.pop(item_id, None) is not None

    def ping(self) -> None:
        if not self.answers:
            raise ConnectionRefusedError("nobody there")

    def close(self) -> None:
        pass

    def _put(self, item_id: int, item: ItemInput) -> Item:
        self.rows[item_id] = {"id": item_id, **item._asdict()}
        return self.rows[item_id]


class Awaited:
    """The same repository for endpoints that await."""

    def __init__(self, repository: ItemsInMemory) -> None:
        self._repository = repository

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._repository, name)

        async def call(*arguments: Any) -> Any:
            return method(*arguments)

        return call


class Endpoints:
    """What holds whether a worker waits for its database or not."""

    def make(self, repository: ItemsInMemory | None) -> Any:
        raise NotImplementedError

    def setUp(self) -> None:
        self.repository = ItemsInMemory()
        self.items = self.make(self.repository)

    async def test_takes_an_item_through_its_life(self) -> None:
        made = await answer(self.items.create('{"quantity":1,"name":"é \\" ✓"}'.encode()))
        self.assertEqual((made.status, made.headers["Location"]), (201, "/items/1"))
        self.assertEqual(made.body, '{"id":1,"name":"é \\" ✓","quantity":1}'.encode())
        self.assertEqual((await answer(self.items.read("1"))).body, made.body)
        replaced = await answer(self.items.replace("1", b'{"name":"b","quantity":2}'))
        self.assertEqual(
            (replaced.status, replaced.body), (200, b'{"id":1,"name":"b","quantity":2}')
        )
        self.assertEqual(await answer(self.items.remove("1")), (204, {}, None))
        self.assertEqual((await answer(self.items.read("1"))).status, 404)
        self.assertEqual((await answer(self.items.remove("1"))).status, 404)
        again = await answer(self.items.replace("1", b'{"name":"b","quantity":2}'))
        self.assertEqual(again.status, 404)

    async def test_lists_in_pages(self) -> None:
        for quantity in range(25):
            await answer(self.items.create(b'{"name":"n","quantity":%d}' % quantity))
        page = await answer(self.items.list({"after": "3", "limit": "2"}))
        self.assertEqual(
            page.body,
            b'[{"id":4,"name":"n","quantity":3},{"id":5,"name":"n","quantity":4}]',
        )
        self.assertEqual((await answer(self.items.list({}))).body.count(b'"id"'), 20)
        for query in ({"limit": "0"}, {"limit": "101"}, {"after": "-1"}):
            with self.subTest(query), self.assertRaises(Refusal):
                await answer(self.items.list(query))

    async def test_finds_nothing_beyond_bigint(self) -> None:
        big = "9223372036854775808"
        self.assertEqual((await answer(self.items.read(big))).status, 404)
        self.assertEqual((await answer(self.items.remove(big))).status, 404)
        replaced = await answer(self.items.replace(big, b'{"name":"b","quantity":2}'))
        self.assertEqual(replaced.status, 404)

    async def test_healthz_asks_the_database(self) -> None:
        self.assertEqual((await answer(self.items.healthz())).status, 200)
        self.repository.answers = False
        with self.assertRaises(Refusal) as caught:
            await answer(self.items.healthz())
        self.assertEqual(caught.exception.status, 503)

    async def test_without_a_database_only_items_are_refused(self) -> None:
        items = self.make(None)
        self.assertEqual((await answer(items.healthz())).status, 200)
        with self.assertRaises(Refusal) as caught:
            await answer(items.list({}))
        self.assertEqual(caught.exception.status, 503)


class AsyncEndpoints(Endpoints, unittest.IsolatedAsyncioTestCase):
    def make(self, repository: ItemsInMemory | None) -> items_async.ItemEndpoints:
        return items_async.ItemEndpoints(None if repository is None else Awaited(repository))


class SyncEndpoints(Endpoints, unittest.IsolatedAsyncioTestCase):
    def make(self, repository: ItemsInMemory | None) -> items_sync.ItemEndpoints:
        return items_sync.ItemEndpoints(repository)


async def answer(given: Answer | Awaitable[Answer]) -> Answer:
    return await given if isawaitable(given) else given
