"""The contract on twisted.web, on Twisted's asyncio reactor."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from stackbench_workloads.answer import Answer, json_answer
from stackbench_workloads.body_limit import check_body_size
from stackbench_workloads.connections_async import Connections, open_connections
from stackbench_workloads.environment import read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.listener import KEEP_ALIVE_SECONDS, open_listener
from stackbench_workloads.lookup import lookup
from stackbench_workloads.read_input import BODY_LIMIT_BYTES, Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from twisted.internet import asyncioreactor
from twisted.logger import (
    FilteringLogObserver,
    LogLevel,
    LogLevelFilterPredicate,
    globalLogBeginner,
    textFileLogObserver,
)
from twisted.python.failure import Failure
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request, Site, UnsupportedMethod


class Endpoint(Resource):
    """A resource whose methods give an `Answer`, or something to await for one."""

    def render(self, request: Request) -> bytes | int:
        try:
            given: Answer | Awaitable[Answer] = super().render(request)
        except Refusal as refusal:
            given = refusal.answer()
        except UnsupportedMethod:
            # By itself Twisted says 501 to PATCH.
            given = json_answer(405, {"error": "method not allowed"})
        if isinstance(given, Answer):
            return write_head(request, given)
        asyncio.ensure_future(answer_later(request, given))
        return NOT_DONE_YET


async def answer_later(request: Request, awaited: Awaitable[Answer]) -> None:
    try:
        answer = await awaited
    except Refusal as refusal:
        answer = refusal.answer()
    except Exception:
        if request.channel is not None:
            request.processingFailed(Failure())
        return
    # None once the client has gone.
    if request.channel is None:
        return
    body = write_head(request, answer)
    if answer.body is not None:
        request.setHeader(b"Content-Length", b"%d" % len(body))
        request.write(body)
    request.finish()


def write_head(request: Request, answer: Answer) -> bytes:
    """Gives the body."""
    request.setResponseCode(answer.status)
    for name, value in answer.headers.items():
        request.setHeader(name, value)
    return answer.body or b""


def query_of(request: Request) -> Query:
    return {
        name.decode(errors="replace"): values[0].decode(errors="replace")
        for name, values in request.args.items()
    }


def body_of(request: Request) -> bytes:
    body = request.content.read(BODY_LIMIT_BYTES + 1)
    check_body_size(len(body))
    return body


class Direct(Endpoint):
    """An endpoint that waits for nothing runs in the event loop itself."""

    def __init__(self, endpoint: Callable[[Query], Answer]) -> None:
        super().__init__()
        self.endpoint = endpoint

    def render_GET(self, request: Request) -> Answer:
        return self.endpoint(query_of(request))


class Connected(Endpoint):
    def __init__(self, connections: Connections) -> None:
        super().__init__()
        self.connections = connections


class Upstream(Connected):
    def render_GET(self, request: Request) -> Awaitable[Answer]:
        return self.connections.upstream.answer(query_of(request))


class Healthz(Connected):
    def render_GET(self, _request: Request) -> Awaitable[Answer]:
        return self.connections.items.healthz()


class Items(Connected):
    def render_GET(self, request: Request) -> Awaitable[Answer]:
        return self.connections.items.list(query_of(request))

    def render_POST(self, request: Request) -> Awaitable[Answer]:
        return self.connections.items.create(body_of(request))

    def getChild(self, path: bytes, _request: Request) -> Resource:
        return Item(self.connections, path.decode(errors="replace"))


class Item(Connected):
    def __init__(self, connections: Connections, item_id: str) -> None:
        super().__init__(connections)
        self.item_id = item_id

    def render_GET(self, _request: Request) -> Awaitable[Answer]:
        return self.connections.items.read(self.item_id)

    def render_PUT(self, request: Request) -> Awaitable[Answer]:
        return self.connections.items.replace(self.item_id, body_of(request))

    def render_DELETE(self, _request: Request) -> Awaitable[Answer]:
        return self.connections.items.remove(self.item_id)


def make_root(connections: Connections) -> Resource:
    root = Resource()
    root.putChild(b"hello", Direct(lambda _: hello()))
    root.putChild(b"hash-sort", Direct(hash_sort))
    root.putChild(b"lookup", Direct(lookup))
    root.putChild(b"render-name", Direct(render_name))
    root.putChild(b"render-table", Direct(lambda _: render_table()))
    root.putChild(b"report", Direct(report))
    root.putChild(b"upstream", Upstream(connections))
    root.putChild(b"healthz", Healthz(connections))
    root.putChild(b"items", Items(connections))
    return root


class QuietSite(Site):
    def log(self, _request: Request) -> None:
        """No access log."""


def main() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    asyncioreactor.install(loop)
    # Only now: importing it installs Twisted's own choice where there is none yet.
    from twisted.internet import reactor

    # Until logging begins, Twisted keeps all it would log in memory.
    observer = FilteringLogObserver(
        textFileLogObserver(sys.stderr), [LogLevelFilterPredicate(LogLevel.warn)]
    )
    globalLogBeginner.beginLoggingTo([observer], redirectStandardIO=False)

    environment = read_environment()
    opened = AsyncExitStack()
    connections = loop.run_until_complete(opened.enter_async_context(open_connections(environment)))
    with open_listener(environment) as listener:
        listener.setblocking(False)
        site = QuietSite(make_root(connections), timeout=KEEP_ALIVE_SECONDS)
        # It takes a duplicate.
        reactor.adoptStreamPort(listener.fileno(), listener.family, site)
    reactor.run()
    loop.run_until_complete(opened.aclose())


if __name__ == "__main__":
    main()
