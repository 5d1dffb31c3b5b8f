"""Starts waitress: `python -m stackbench_workloads.serve_waitress app:application`."""

import os
import sys
from typing import Any

import waitress

from .environment import Environment, read_environment
from .listener import BACKLOG, KEEP_ALIVE_SECONDS
from .load_application import load_application
from .stop_on_term import stop_on_term

# By default a hundred; no other server here has such a limit.
CONNECTION_LIMIT = 100_000


def serve(given: str) -> None:
    environment = read_environment()
    # At once: by the book it waits for its threads.
    stop_on_term(os._exit)
    waitress.serve(load_application(given), _quiet=True, **settings(environment))


def settings(environment: Environment) -> dict[str, Any]:
    path = environment.socket_path
    where = {"host": environment.host, "port": environment.port}
    return {
        **(where if path is None else {"unix_socket": path, "unix_socket_perms": "666"}),
        "threads": environment.threads,
        "backlog": BACKLOG,
        "connection_limit": CONNECTION_LIMIT,
        "channel_timeout": KEEP_ALIVE_SECONDS,
        # select() takes no file descriptor from 1024 on.
        "asyncore_use_poll": True,
    }


if __name__ == "__main__":
    serve(sys.argv[1])
