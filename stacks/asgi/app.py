"""The contract as a plain ASGI callable, without any framework."""

from collections.abc import Awaitable, Callable

from stackbench_workloads.answer import Answer, not_found
from stackbench_workloads.asgi_lifespan import serve_lifespan
from stackbench_workloads.asgi_messages import Receive, Scope, Send, read_body, send_answer
from stackbench_workloads.connections_async import Connections, keep_connections
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.lookup import lookup
from stackbench_workloads.query import parse_query
from stackbench_workloads.read_input import Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report

# Endpoints that wait for nothing run in the event loop itself.
direct: dict[str, Callable[[Query], Answer]] = {
    "/hello": lambda _: hello(),
    "/hash-sort": hash_sort,
    "/lookup": lookup,
    "/render-name": render_name,
    "/render-table": lambda _: render_table(),
    "/report": report,
}
awaited: dict[str, Callable[[Connections, Query], Awaitable[Answer]]] = {
    "/upstream": lambda connections, query: connections.upstream.answer(query),
    "/healthz": lambda connections, _: connections.items.healthz(),
    "/items": lambda connections, query: connections.items.list(query),
}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "http":
            try:
                answer = await route(scope, receive)
            except Refusal as refusal:
                answer = refusal.answer()
            await send_answer(send, answer)
        case "lifespan":
            await serve_lifespan(keep_connections, scope, receive, send)
        case other:
            raise NotImplementedError(f"expected http or lifespan, got {other}")


async def route(scope: Scope, receive: Receive) -> Answer:
    path: str = scope["path"]
    connections: Connections = scope["state"]["connections"]
    if scope["method"] == "GET":
        if endpoint := direct.get(path):
            return endpoint(parse_query(scope["query_string"]))
        if waiting_endpoint := awaited.get(path):
            return await waiting_endpoint(connections, parse_query(scope["query_string"]))
    elif scope["method"] == "POST" and path == "/items":
        return await connections.items.create(await read_body(receive))
    if path.startswith("/items/"):
        return await route_item(path.removeprefix("/items/"), scope["method"], connections, receive)
    return not_found()


async def route_item(
    item_id: str, method: str, connections: Connections, receive: Receive
) -> Answer:
    match method:
        case "GET":
            return await connections.items.read(item_id)
        case "PUT":
            return await connections.items.replace(item_id, await read_body(receive))
        case "DELETE":
            return await connections.items.remove(item_id)
    return not_found()
