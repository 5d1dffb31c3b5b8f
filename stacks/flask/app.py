"""The contract on Flask. `python app.py` serves it with Flask's development server."""

import logging
import os
from collections.abc import Callable

from flask import Flask, Response, request
from stackbench_workloads.answer import Answer
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_psycopg import connect_items
from stackbench_workloads.listener import BACKLOG
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.stop_on_term import stop_on_term
from stackbench_workloads.upstream_sync import Upstream
from werkzeug.serving import BaseWSGIServer

items = connect_items()
upstream = Upstream(read_environment())

application = Flask(__name__)
application.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_BYTES


def write(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


@application.errorhandler(Refusal)
def refuse(refusal: Refusal) -> Response:
    return write(refusal.answer())


def serve(method: str, rule: str, endpoint: Callable[..., Answer]) -> None:
    """Routes to an endpoint, which gets what the rule has in angle brackets."""

    def view(**found: str) -> Response:
        return write(endpoint(**found))

    application.add_url_rule(rule, f"{method} {rule}", view, methods=[method])


serve("GET", "/hello", hello)
serve("GET", "/hash-sort", lambda: hash_sort(request.args))
serve("GET", "/lookup", lambda: lookup(request.args))
serve("GET", "/render-name", lambda: render_name(request.args))
serve("GET", "/render-table", render_table)
serve("GET", "/report", lambda: report(request.args))
serve("GET", "/upstream", lambda: upstream.answer(request.args))
serve("GET", "/healthz", items.healthz)
serve("GET", "/items", lambda: items.list(request.args))
serve("POST", "/items", lambda: items.create(request.get_data()))
serve("GET", "/items/<item_id>", lambda item_id: items.read(item_id))
serve("PUT", "/items/<item_id>", lambda item_id: items.replace(item_id, request.get_data()))
serve("DELETE", "/items/<item_id>", lambda item_id: items.remove(item_id))

if __name__ == "__main__":
    environment = read_environment()
    # At once: by the book it waits for the threads of open connections and of the pool.
    stop_on_term(os._exit)
    # It would write a line for each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    BaseWSGIServer.request_queue_size = BACKLOG
    application.run(environment.host, environment.port)
