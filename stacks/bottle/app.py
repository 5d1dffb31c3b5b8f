"""The contract on Bottle."""

from collections.abc import Callable, Mapping

from bottle import Bottle, HTTPResponse, request
from stackbench_workloads.answer import Answer
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_psycopg import connect_items
from stackbench_workloads.lookup import lookup
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.upstream_sync import Upstream

items = connect_items()
upstream = Upstream(read_environment())

application = Bottle()


def query() -> Mapping[str, str]:
    # Bottle's own reading of a query is Latin-1.
    return request.query.decode()


def body() -> bytes:
    return request.body.read()


def write(answer: Answer) -> HTTPResponse:
    return HTTPResponse(answer.body or b"", answer.status, answer.headers)


def serve(method: str, rule: str, endpoint: Callable[..., Answer]) -> None:
    """Routes to an endpoint, which gets what the rule has in angle brackets."""

    def view(**found: str) -> HTTPResponse:
        try:
            return write(endpoint(**found))
        except Refusal as refusal:
            return write(refusal.answer())

    application.route(rule, method, view)


serve("GET", "/hello", hello)
serve("GET", "/hash-sort", lambda: hash_sort(query()))
serve("GET", "/lookup", lambda: lookup(query()))
serve("GET", "/render-name", lambda: render_name(query()))
serve("GET", "/render-table", render_table)
serve("GET", "/report", lambda: report(query()))
serve("GET", "/upstream", lambda: upstream.answer(query()))
serve("GET", "/healthz", items.healthz)
serve("GET", "/items", lambda: items.list(query()))
serve("POST", "/items", lambda: items.create(body()))
serve("GET", "/items/<item_id>", lambda item_id: items.read(item_id))
serve("PUT", "/items/<item_id>", lambda item_id: items.replace(item_id, body()))
serve("DELETE", "/items/<item_id>", lambda item_id: items.remove(item_id))
