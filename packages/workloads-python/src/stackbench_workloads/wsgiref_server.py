"""Python's own WSGI server, which its documentation does not mean for production."""

import os
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

from .environment import Environment
from .listener import BACKLOG
from .stop_on_term import stop_on_term


class _Server(WSGIServer):
    request_queue_size = BACKLOG


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """By itself it writes a line for each request."""


def serve(application: WSGIApplication, environment: Environment) -> None:
    """Serves one request after the other until SIGTERM."""
    # At once: what sys.exit raises is swallowed while wsgiref answers a request.
    stop_on_term(os._exit)
    with _Server((environment.host, environment.port), _Handler) as server:
        server.set_app(application)
        server.serve_forever()
