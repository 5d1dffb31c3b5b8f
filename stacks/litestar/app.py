"""The contract on Litestar: its routing; input is checked as in all stacks."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response
from litestar.handlers import HTTPRouteHandler
from stackbench_workloads.answer import Answer
from stackbench_workloads.connections_async import Connections, keep_connections
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES, Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report

Asked = Request[Any, Any, Any]


def to_response(answer: Answer) -> Response[bytes]:
    return Response(answer.body or b"", status_code=answer.status, headers=dict(answer.headers))


def refuse(_request: Asked, refusal: Refusal) -> Response[bytes]:
    return to_response(refusal.answer())


def direct(path: str, endpoint: Callable[[Query], Answer]) -> HTTPRouteHandler:
    """An endpoint that waits for nothing runs in the event loop itself."""

    async def handle(request: Asked) -> Response[bytes]:
        return to_response(endpoint(request.query_params))

    return routed("GET", path, handle)


def awaited(
    method: str, path: str, endpoint: Callable[[Asked, Connections], Awaitable[Answer]]
) -> HTTPRouteHandler:
    async def handle(request: Asked) -> Response[bytes]:
        return to_response(await endpoint(request, request.app.state.connections))

    return routed(method, path, handle)


def routed(method: str, path: str, handle: Callable[..., Any]) -> HTTPRouteHandler:
    # Answers bring their status. By itself DELETE has 204, with which no handler may have a body.
    return HTTPRouteHandler(path, http_method=method, status_code=200)(handle)


async def create_item(request: Asked, to: Connections) -> Answer:
    return await to.items.create(await request.body())


async def replace_item(request: Asked, to: Connections) -> Answer:
    return await to.items.replace(request.path_params["item_id"], await request.body())


@asynccontextmanager
async def connect(app: Litestar) -> AsyncIterator[None]:
    async with keep_connections(app) as state:
        app.state.update(state)
        yield


application = Litestar(
    [
        direct("/hello", lambda _: hello()),
        direct("/hash-sort", hash_sort),
        direct("/lookup", lookup),
        direct("/render-name", render_name),
        direct("/render-table", lambda _: render_table()),
        direct("/report", report),
        awaited("GET", "/upstream", lambda request, to: to.upstream.answer(request.query_params)),
        awaited("GET", "/healthz", lambda _, to: to.items.healthz()),
        awaited("GET", "/items", lambda request, to: to.items.list(request.query_params)),
        awaited("POST", "/items", create_item),
        awaited(
            "GET",
            "/items/{item_id:str}",
            lambda request, to: to.items.read(request.path_params["item_id"]),
        ),
        awaited("PUT", "/items/{item_id:str}", replace_item),
        awaited(
            "DELETE",
            "/items/{item_id:str}",
            lambda request, to: to.items.remove(request.path_params["item_id"]),
        ),
    ],
    lifespan=[connect],
    exception_handlers={Refusal: refuse},
    request_max_body_size=BODY_LIMIT_BYTES,
    openapi_config=None,
)
