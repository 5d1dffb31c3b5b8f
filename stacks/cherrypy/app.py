"""The contract on CherryPy, as a WSGI application: other servers than its own serve it."""

import cherrypy
from stackbench_workloads.answer import Answer
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.items_psycopg import connect_items
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from stackbench_workloads.upstream_sync import Upstream

items = connect_items()
upstream = Upstream(read_environment())

# A name that is given several times comes as a list.
Given = str | list[str]


def query(given: dict[str, Given]) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in given.items()}


def body() -> bytes:
    return cherrypy.request.body.read()


@cherrypy.tools.register("before_handler")
def write_answers() -> None:
    """Lets page handlers return an `Answer` or raise a `Refusal`."""
    request, response = cherrypy.serving.request, cherrypy.serving.response
    handle = request.handler

    def write(*path: str, **given: Given) -> bytes:
        try:
            answer: Answer = handle(*path, **given)
        except Refusal as refusal:
            answer = refusal.answer()
        response.status = answer.status
        response.headers.update(answer.headers)
        return answer.body or b""

    request.handler = write


@cherrypy.expose
class Items:
    """`/items` and `/items/<id>`: a method for each of HTTP's."""

    def GET(self, item_id: str | None = None, /, **given: Given) -> Answer:
        return items.list(query(given)) if item_id is None else items.read(item_id)

    def POST(self, /, **_: Given) -> Answer:
        return items.create(body())

    def PUT(self, item_id: str, /, **_: Given) -> Answer:
        return items.replace(item_id, body())

    def DELETE(self, item_id: str, /, **_: Given) -> Answer:
        return items.remove(item_id)


class Root:
    """A method for each path; CherryPy reads a dash as an underscore."""

    items = Items()

    @cherrypy.expose
    def hello(self, /, **_: Given) -> Answer:
        return hello()

    @cherrypy.expose
    def hash_sort(self, /, **given: Given) -> Answer:
        return hash_sort(query(given))

    @cherrypy.expose
    def lookup(self, /, **given: Given) -> Answer:
        return lookup(query(given))

    @cherrypy.expose
    def render_name(self, /, **given: Given) -> Answer:
        return render_name(query(given))

    @cherrypy.expose
    def render_table(self, /, **_: Given) -> Answer:
        return render_table()

    @cherrypy.expose
    def report(self, /, **given: Given) -> Answer:
        return report(query(given))

    @cherrypy.expose
    def upstream(self, /, **given: Given) -> Answer:
        return upstream.answer(query(given))

    @cherrypy.expose
    def healthz(self, /, **_: Given) -> Answer:
        return items.healthz()


cherrypy.config.update({"environment": "production"})
application = cherrypy.Application(
    Root(),
    "",
    {
        "/": {
            "request.body.maxbytes": BODY_LIMIT_BYTES,
            "tools.write_answers.on": True,
            "tools.allow.on": True,
            "tools.allow.methods": ["GET"],
        },
        "/items": {
            "request.dispatch": cherrypy.dispatch.MethodDispatcher(),
            "tools.allow.on": False,
        },
    },
)
