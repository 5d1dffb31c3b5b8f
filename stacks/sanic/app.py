"""The contract on Sanic. `python app.py` serves it with Sanic's own server, in one process on uvloop."""

from collections.abc import Awaitable, Callable

from sanic import HTTPResponse, Request, Sanic
from stackbench_workloads.answer import Answer
from stackbench_workloads.connections_async import open_connections
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.listener import (
    BACKLOG,
    GRACE_SECONDS,
    KEEP_ALIVE_SECONDS,
    open_listener,
)
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES, Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report

# Longer than the slowest hash-sort.
RESPONSE_SECONDS = 300

application = Sanic("stackbench", strict_slashes=True, configure_logging=False)
application.config.update(
    {
        "REQUEST_MAX_SIZE": BODY_LIMIT_BYTES,
        "RESPONSE_TIMEOUT": RESPONSE_SECONDS,
        "KEEP_ALIVE_TIMEOUT": KEEP_ALIVE_SECONDS,
        "GRACEFUL_SHUTDOWN_TIMEOUT": GRACE_SECONDS,
        "FALLBACK_ERROR_FORMAT": "json",
    }
)


def query(request: Request) -> Query:
    return {name: values[0] for name, values in request.get_args(keep_blank_values=True).items()}


def write(answer: Answer) -> HTTPResponse:
    return HTTPResponse(answer.body, answer.status, dict(answer.headers))


@application.exception(Refusal)
async def refuse(_request: Request, refusal: Refusal) -> HTTPResponse:
    return write(refusal.answer())


@application.before_server_start
async def connect(app: Sanic) -> None:
    app.ctx.kept = open_connections(read_environment())
    app.ctx.connections = await app.ctx.kept.__aenter__()


@application.after_server_stop
async def disconnect(app: Sanic) -> None:
    await app.ctx.kept.__aexit__(None, None, None)


def direct(path: str, endpoint: Callable[[Query], Answer]) -> None:
    """Routes to an endpoint that waits for nothing: it runs in the event loop itself."""

    async def handle(request: Request) -> HTTPResponse:
        return write(endpoint(query(request)))

    application.add_route(handle, path, ["GET"], name=f"GET{path}")


def awaited(method: str, path: str, endpoint: Callable[..., Awaitable[Answer]]) -> None:
    """Routes to an endpoint, which gets what the path has in angle brackets."""

    async def handle(request: Request, **found: str) -> HTTPResponse:
        return write(await endpoint(request, request.app.ctx.connections, **found))

    application.add_route(handle, path, [method], name=f"{method}{path}")


direct("/hello", lambda _: hello())
direct("/hash-sort", hash_sort)
direct("/lookup", lookup)
direct("/render-name", render_name)
direct("/render-table", lambda _: render_table())
direct("/report", report)
awaited("GET", "/upstream", lambda request, to: to.upstream.answer(query(request)))
awaited("GET", "/healthz", lambda _, to: to.items.healthz())
awaited("GET", "/items", lambda request, to: to.items.list(query(request)))
awaited("POST", "/items", lambda request, to: to.items.create(request.body))
awaited("GET", "/items/<item_id>", lambda _, to, item_id: to.items.read(item_id))
awaited(
    "PUT", "/items/<item_id>", lambda request, to, item_id: to.items.replace(item_id, request.body)
)
awaited("DELETE", "/items/<item_id>", lambda _, to, item_id: to.items.remove(item_id))

if __name__ == "__main__":
    application.run(
        sock=open_listener(read_environment()),
        backlog=BACKLOG,
        single_process=True,
        access_log=False,
        motd=False,
    )
