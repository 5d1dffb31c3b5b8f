"""The contract on Tornado. `python app.py` serves it in WORKERS processes, forked by Tornado itself."""

import asyncio
import signal
import socket
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any

from stackbench_workloads.answer import Answer
from stackbench_workloads.body_limit import check_body_size
from stackbench_workloads.connections_async import Connections, open_connections
from stackbench_workloads.environment import Environment, read_environment
from stackbench_workloads.hash_sort import hash_sort
from stackbench_workloads.hello import hello
from stackbench_workloads.listener import GRACE_SECONDS, KEEP_ALIVE_SECONDS, open_listener
from stackbench_workloads.lookup import lookup
from stackbench_workloads.pass_on_term import pass_on_term
from stackbench_workloads.read_input import Query
from stackbench_workloads.refusal import Refusal
from stackbench_workloads.render import render_name, render_table
from stackbench_workloads.report import report
from tornado.httpserver import HTTPServer
from tornado.process import fork_processes
from tornado.web import Application, RequestHandler


class Handler(RequestHandler):
    @property
    def connections(self) -> Connections:
        return self.settings["connections"]

    @property
    def query(self) -> Query:
        arguments = self.request.query_arguments
        return {name: values[0].decode(errors="replace") for name, values in arguments.items()}

    @property
    def body(self) -> bytes:
        check_body_size(len(self.request.body))
        return self.request.body

    def write_answer(self, answer: Answer) -> None:
        self.set_status(answer.status)
        for name, value in answer.headers.items():
            self.set_header(name, value)
        if answer.body is not None:
            self.write(answer.body)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if not isinstance(value, Refusal):
            super().log_exception(typ, value, tb)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        if isinstance(error, Refusal):
            self.write_answer(error.answer())
            self.finish()
        else:
            super().write_error(status_code, **kwargs)


class Direct(Handler):
    """An endpoint that waits for nothing runs in the event loop itself."""

    def initialize(self, endpoint: Callable[[Query], Answer]) -> None:
        self.endpoint = endpoint

    def get(self) -> None:
        self.write_answer(self.endpoint(self.query))


class Upstream(Handler):
    async def get(self) -> None:
        self.write_answer(await self.connections.upstream.answer(self.query))


class Healthz(Handler):
    async def get(self) -> None:
        self.write_answer(await self.connections.items.healthz())


class Items(Handler):
    async def get(self) -> None:
        self.write_answer(await self.connections.items.list(self.query))

    async def post(self) -> None:
        self.write_answer(await self.connections.items.create(self.body))


class Item(Handler):
    async def get(self, item_id: str) -> None:
        self.write_answer(await self.connections.items.read(item_id))

    async def put(self, item_id: str) -> None:
        self.write_answer(await self.connections.items.replace(item_id, self.body))

    async def delete(self, item_id: str) -> None:
        self.write_answer(await self.connections.items.remove(item_id))


def make_application(connections: Connections) -> Application:
    return Application(
        [
            ("/hello", Direct, {"endpoint": lambda _: hello()}),
            ("/hash-sort", Direct, {"endpoint": hash_sort}),
            ("/lookup", Direct, {"endpoint": lookup}),
            ("/render-name", Direct, {"endpoint": render_name}),
            ("/render-table", Direct, {"endpoint": lambda _: render_table()}),
            ("/report", Direct, {"endpoint": report}),
            ("/upstream", Upstream),
            ("/healthz", Healthz),
            ("/items", Items),
            ("/items/([^/]*)", Item),
        ],
        connections=connections,
        # No access log.
        log_function=lambda _: None,
    )


async def serve(listener: socket.socket, environment: Environment) -> None:
    """Serves until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with open_connections(environment) as connections:
        application = make_application(connections)
        server = HTTPServer(application, idle_connection_timeout=KEEP_ALIVE_SECONDS)
        server.add_socket(listener)
        await stopped.wait()
        server.stop()
        try:
            await asyncio.wait_for(server.close_all_connections(), GRACE_SECONDS)
        except TimeoutError:
            pass


def main() -> None:
    environment = read_environment()
    listener = open_listener(environment)
    listener.setblocking(False)
    if environment.workers > 1:
        pass_on_term()
        index = fork_processes(environment.workers)
        environment = replace(environment, worker_index=index)
    asyncio.run(serve(listener, environment))


if __name__ == "__main__":
    main()
