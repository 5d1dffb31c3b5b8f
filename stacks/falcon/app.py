"""The contract on Falcon, served by WSGI."""

from collections.abc import Callable

import falcon
from stackbench_workloads.answer import Answer
from stackbench_workloads.environment import read_environment
from stackbench_workloads.falcon_messages import read_query, write
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_psycopg import connect_items
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.upstream_sync import Upstream
from stackbench_workloads.wsgi import read_body

items = connect_items()
upstream = Upstream(read_environment())


def refuse(
    _request: falcon.Request, response: falcon.Response, refusal: Refusal, _found: dict[str, str]
) -> None:
    write(refusal.answer(), response)


class Read:
    """A resource that is only read."""

    def __init__(self, endpoint: Callable[[Query], Answer]) -> None:
        self.endpoint = endpoint

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        write(self.endpoint(read_query(request)), response)


class Items:
    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        write(items.list(read_query(request)), response)

    def on_post(self, request: falcon.Request, response: falcon.Response) -> None:
        write(items.create(read_body(request.env)), response)


class Item:
    def on_get(self, _: falcon.Request, response: falcon.Response, item_id: str) -> None:
        write(items.read(item_id), response)

    def on_put(self, request: falcon.Request, response: falcon.Response, item_id: str) -> None:
        write(items.replace(item_id, read_body(request.env)), response)

    def on_delete(self, _: falcon.Request, response: falcon.Response, item_id: str) -> None:
        write(items.remove(item_id), response)


application = falcon.App()
application.add_error_handler(Refusal, refuse)
application.add_route("/hello", Read(lambda _: hello()))
application.add_route("/hash-sort", Read(hash_sort))
application.add_route("/lookup", Read(lookup))
application.add_route("/render-name", Read(render_name))
application.add_route("/render-table", Read(lambda _: render_table()))
application.add_route("/report", Read(report))
application.add_route("/upstream", Read(upstream.answer))
application.add_route("/healthz", Read(lambda _: items.healthz()))
application.add_route("/items", Items())
application.add_route("/items/{item_id}", Item())
