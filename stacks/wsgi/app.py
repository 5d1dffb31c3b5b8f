"""The contract as a plain WSGI callable: what a server alone costs. `python app.py` serves it with wsgiref."""

from collections.abc import Callable, Iterable

from stackbench_workloads.answer import Answer, not_found
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_psycopg import connect_items
from stackbench_workloads.lookup import lookup
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.upstream_sync import Upstream
from stackbench_workloads.wsgi import Environ, StartResponse, read_body, read_query, write_answer

items = connect_items()
upstream = Upstream(read_environment())

# By path, then by method.
routes: dict[str, dict[str, Callable[[Environ], Answer]]] = {
    "/hello": {"GET": lambda _: hello()},
    "/hash-sort": {"GET": lambda environ: hash_sort(read_query(environ))},
    "/lookup": {"GET": lambda environ: lookup(read_query(environ))},
    "/render-name": {"GET": lambda environ: render_name(read_query(environ))},
    "/render-table": {"GET": lambda _: render_table()},
    "/report": {"GET": lambda environ: report(read_query(environ))},
    "/upstream": {"GET": lambda environ: upstream.answer(read_query(environ))},
    "/healthz": {"GET": lambda _: items.healthz()},
    "/items": {
        "GET": lambda environ: items.list(read_query(environ)),
        "POST": lambda environ: items.create(read_body(environ)),
    },
}

item_routes: dict[str, Callable[[str, Environ], Answer]] = {
    "GET": lambda item_id, _: items.read(item_id),
    "PUT": lambda item_id, environ: items.replace(item_id, read_body(environ)),
    "DELETE": lambda item_id, _: items.remove(item_id),
}


def route(environ: Environ) -> Answer:
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    found = routes.get(path)
    if found is not None:
        handle = found.get(method)
        return not_found() if handle is None else handle(environ)
    prefix, _, item_id = path.rpartition("/")
    if prefix == "/items" and method in item_routes:
        return item_routes[method](item_id, environ)
    return not_found()


def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    try:
        answer = route(environ)
    except Refusal as refusal:
        answer = refusal.answer()
    return write_answer(answer, start_response)


if __name__ == "__main__":
    from stackbench_workloads.wsgiref_server import serve

    serve(application, read_environment())
