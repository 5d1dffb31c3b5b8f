"""Starts cheroot, CherryPy's server: `python -m stackbench_workloads.serve_cheroot app:application`."""

import os
import sys

from cheroot.wsgi import Server

from .environment import read_environment
from .listener import BACKLOG, GRACE_SECONDS, KEEP_ALIVE_SECONDS, SOCKET_UMASK
from .load_application import load_application
from .stop_on_term import stop_on_term


def serve(given: str) -> None:
    environment = read_environment()
    server = Server(
        environment.socket_path or (environment.host, environment.port),
        load_application(given),
        numthreads=environment.threads,
        request_queue_size=BACKLOG,
        timeout=KEEP_ALIVE_SECONDS,
        shutdown_timeout=GRACE_SECONDS,
    )
    # By default it closes all connections that wait but ten; no other server here does.
    server.keep_alive_conn_limit = None
    # At once: by the book it waits for its threads.
    stop_on_term(os._exit)
    os.umask(SOCKET_UMASK)
    server.start()


if __name__ == "__main__":
    serve(sys.argv[1])
