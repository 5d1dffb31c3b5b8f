"""The contract on Starlette."""

from collections.abc import Awaitable, Callable

from stackbench_workloads.answer import Answer
from stackbench_workloads.asgi_messages import read_body
from stackbench_workloads.connections_async import Connections, keep_connections
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.lookup import lookup
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.starlette_answers import refuse, to_response
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def direct(path: str, endpoint: Callable[[Request], Answer]) -> Route:
    """An endpoint that waits for nothing runs in the event loop itself."""

    async def handle(request: Request) -> Response:
        return to_response(endpoint(request))

    return Route(path, handle, methods=["GET"])


def awaited(
    method: str, path: str, endpoint: Callable[[Request, Connections], Awaitable[Answer]]
) -> Route:
    async def handle(request: Request) -> Response:
        return to_response(await endpoint(request, request.state.connections))

    return Route(path, handle, methods=[method])


async def create_item(request: Request, connections: Connections) -> Answer:
    return await connections.items.create(await read_body(request.receive))


async def replace_item(request: Request, connections: Connections) -> Answer:
    item_id = request.path_params["id"]
    return await connections.items.replace(item_id, await read_body(request.receive))


application = Starlette(
    routes=[
        direct("/hello", lambda _: hello()),
        direct("/hash-sort", lambda request: hash_sort(request.query_params)),
        direct("/lookup", lambda request: lookup(request.query_params)),
        direct("/render-name", lambda request: render_name(request.query_params)),
        direct("/render-table", lambda _: render_table()),
        direct("/report", lambda request: report(request.query_params)),
        awaited("GET", "/upstream", lambda request, to: to.upstream.answer(request.query_params)),
        awaited("GET", "/healthz", lambda _, to: to.items.healthz()),
        awaited("GET", "/items", lambda request, to: to.items.list(request.query_params)),
        awaited("POST", "/items", create_item),
        awaited("GET", "/items/{id}", lambda request, to: to.items.read(request.path_params["id"])),
        awaited("PUT", "/items/{id}", replace_item),
        awaited(
            "DELETE", "/items/{id}", lambda request, to: to.items.remove(request.path_params["id"])
        ),
    ],
    exception_handlers={Refusal: refuse},
    lifespan=keep_connections,
)
