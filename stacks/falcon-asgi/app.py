"""The contract on Falcon, served by ASGI."""

from collections.abc import Awaitable, Callable
from typing import Any

from falcon.asgi import App, Request, Response
from stackbench_workloads.answer import Answer
from stackbench_workloads.body_limit import check_body_size
from stackbench_workloads.connections_async import Connections, keep_connections
from stackbench_workloads.falcon_messages import read_query, write
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES, Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report


class Reached:
    """A middleware of the lifespan alone: what the resources are connected to, start to end."""

    connections: Connections

    async def process_startup(self, _scope: Any, _event: Any) -> None:
        self._kept = keep_connections(None)
        self.connections = (await self._kept.__aenter__())["connections"]

    async def process_shutdown(self, _scope: Any, _event: Any) -> None:
        await self._kept.__aexit__(None, None, None)


reached = Reached()


async def body(request: Request) -> bytes:
    read = await request.stream.read(BODY_LIMIT_BYTES + 1)
    check_body_size(len(read))
    return read


async def refuse(
    _request: Request, response: Response, refusal: Refusal, _found: dict[str, str]
) -> None:
    write(refusal.answer(), response)


class Direct:
    """An endpoint that waits for nothing runs in the event loop itself."""

    def __init__(self, endpoint: Callable[[Query], Answer]) -> None:
        self.endpoint = endpoint

    async def on_get(self, request: Request, response: Response) -> None:
        write(self.endpoint(read_query(request)), response)


class Awaited:
    def __init__(self, endpoint: Callable[[Query], Awaitable[Answer]]) -> None:
        self.endpoint = endpoint

    async def on_get(self, request: Request, response: Response) -> None:
        write(await self.endpoint(read_query(request)), response)


class Items:
    async def on_get(self, request: Request, response: Response) -> None:
        write(await reached.connections.items.list(read_query(request)), response)

    async def on_post(self, request: Request, response: Response) -> None:
        write(await reached.connections.items.create(await body(request)), response)


class Item:
    async def on_get(self, _: Request, response: Response, item_id: str) -> None:
        write(await reached.connections.items.read(item_id), response)

    async def on_put(self, request: Request, response: Response, item_id: str) -> None:
        write(await reached.connections.items.replace(item_id, await body(request)), response)

    async def on_delete(self, _: Request, response: Response, item_id: str) -> None:
        write(await reached.connections.items.remove(item_id), response)


application = App(middleware=[reached])
application.add_error_handler(Refusal, refuse)
application.add_route("/hello", Direct(lambda _: hello()))
application.add_route("/hash-sort", Direct(hash_sort))
application.add_route("/lookup", Direct(lookup))
application.add_route("/render-name", Direct(render_name))
application.add_route("/render-table", Direct(lambda _: render_table()))
application.add_route("/report", Direct(report))
application.add_route("/upstream", Awaited(lambda asked: reached.connections.upstream.answer(asked)))
application.add_route("/healthz", Awaited(lambda _: reached.connections.items.healthz()))
application.add_route("/items", Items())
application.add_route("/items/{item_id}", Item())
