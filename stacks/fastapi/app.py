"""The contract on FastAPI: its routing and its dependencies; input is checked as in all stacks."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from stackbench_workloads.asgi_messages import read_body
from stackbench_workloads.connections_async import Connections, keep_connections
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_async import ItemEndpoints
from stackbench_workloads.lookup import lookup
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.starlette_answers import refuse, to_response


async def connections_of(request: Request) -> Connections:
    return request.state.connections


async def items_of(request: Request) -> ItemEndpoints:
    return request.state.connections.items


Reached = Annotated[Connections, Depends(connections_of)]
Items = Annotated[ItemEndpoints, Depends(items_of)]

application = FastAPI(lifespan=keep_connections, exception_handlers={Refusal: refuse})


# Endpoints that wait for nothing run in the event loop itself: with `def` each would go to a thread.
@application.get("/hello")
async def get_hello() -> Response:
    return to_response(hello())


@application.get("/hash-sort")
async def get_hash_sort(request: Request) -> Response:
    return to_response(hash_sort(request.query_params))


@application.get("/lookup")
async def get_lookup(request: Request) -> Response:
    return to_response(lookup(request.query_params))


@application.get("/render-name")
async def get_render_name(request: Request) -> Response:
    return to_response(render_name(request.query_params))


@application.get("/render-table")
async def get_render_table() -> Response:
    return to_response(render_table())


@application.get("/report")
async def get_report(request: Request) -> Response:
    return to_response(report(request.query_params))


@application.get("/upstream")
async def get_upstream(request: Request, reached: Reached) -> Response:
    return to_response(await reached.upstream.answer(request.query_params))


@application.get("/healthz")
async def get_healthz(items: Items) -> Response:
    return to_response(await items.healthz())


@application.get("/items")
async def list_items(request: Request, items: Items) -> Response:
    return to_response(await items.list(request.query_params))


@application.post("/items")
async def create_item(request: Request, items: Items) -> Response:
    return to_response(await items.create(await read_body(request.receive)))


@application.get("/items/{item_id}")
async def read_item(item_id: str, items: Items) -> Response:
    return to_response(await items.read(item_id))


@application.put("/items/{item_id}")
async def replace_item(item_id: str, request: Request, items: Items) -> Response:
    return to_response(await items.replace(item_id, await read_body(request.receive)))


@application.delete("/items/{item_id}")
async def remove_item(item_id: str, items: Items) -> Response:
    return to_response(await items.remove(item_id))
