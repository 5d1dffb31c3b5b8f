"""The contract on aiohttp. `python app.py` serves it in one process; gunicorn finds `application`."""

from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web
from stackbench_workloads.answer import Answer
from stackbench_workloads.connections_async import Connections, open_connections
from stackbench_workloads.environment import read_environment
from stackbench_workloads.event_loop import new_event_loop
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.listener import (
    BACKLOG,
    GRACE_SECONDS,
    KEEP_ALIVE_SECONDS,
    open_listener,
)
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report

Handler = Callable[[web.Request], Awaitable[web.Response]]

connections = web.AppKey("connections", Connections)


def direct(endpoint: Callable[[web.Request], Answer]) -> Handler:
    """An endpoint that waits for nothing runs in the event loop itself."""

    async def handle(request: web.Request) -> web.Response:
        try:
            return write(endpoint(request))
        except Refusal as refusal:
            return write(refusal.answer())

    return handle


def awaited(endpoint: Callable[[web.Request, Connections], Awaitable[Answer]]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        try:
            return write(await endpoint(request, request.app[connections]))
        except Refusal as refusal:
            return write(refusal.answer())

    return handle


def write(answer: Answer) -> web.Response:
    return web.Response(status=answer.status, headers=answer.headers, body=answer.body)


async def create_item(request: web.Request, to: Connections) -> Answer:
    return await to.items.create(await request.read())


async def replace_item(request: web.Request, to: Connections) -> Answer:
    return await to.items.replace(request.match_info["id"], await request.read())


async def connect(app: web.Application) -> AsyncIterator[None]:
    async with open_connections(read_environment()) as app[connections]:
        yield


application = web.Application(client_max_size=BODY_LIMIT_BYTES)
application.cleanup_ctx.append(connect)
application.add_routes(
    [
        web.get("/hello", direct(lambda _: hello())),
        web.get("/hash-sort", direct(lambda request: hash_sort(request.query))),
        web.get("/lookup", direct(lambda request: lookup(request.query))),
        web.get("/render-name", direct(lambda request: render_name(request.query))),
        web.get("/render-table", direct(lambda _: render_table())),
        web.get("/report", direct(lambda request: report(request.query))),
        web.get("/upstream", awaited(lambda request, to: to.upstream.answer(request.query))),
        web.get("/healthz", awaited(lambda _, to: to.items.healthz())),
        web.get("/items", awaited(lambda request, to: to.items.list(request.query))),
        web.post("/items", awaited(create_item)),
        web.get(
            "/items/{id}", awaited(lambda request, to: to.items.read(request.match_info["id"]))
        ),
        web.put("/items/{id}", awaited(replace_item)),
        web.delete(
            "/items/{id}", awaited(lambda request, to: to.items.remove(request.match_info["id"]))
        ),
    ]
)

if __name__ == "__main__":
    web.run_app(
        application,
        sock=open_listener(read_environment()),
        backlog=BACKLOG,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        shutdown_timeout=GRACE_SECONDS,
        access_log=None,
        print=None,
        loop=new_event_loop(),
    )
