"""Starts granian: `python -m stackbench_workloads.serve_granian --interface=asgi app:application`."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from .environment import read_environment
from .listener import BACKLOG, GRACE_SECONDS, KEEP_ALIVE_SECONDS
from .process_index import offer_indices


def serve(given: Namespace) -> None:
    """Returns once it was ended."""
    environment = read_environment()
    interface = Interfaces(given.interface)
    if environment.workers > 1:
        offer_indices(environment.workers)
    Granian(
        given.application,
        address=environment.host,
        port=environment.port,
        uds=Path(environment.socket_path) if environment.socket_path else None,
        uds_permissions=0o666 if environment.socket_path else None,
        interface=interface,
        workers=environment.workers,
        # Those that run a WSGI app; an ASGI app has its event loop.
        blocking_threads=environment.threads if interface == Interfaces.WSGI else None,
        loop=Loops.uvloop if interface == Interfaces.ASGI else Loops.auto,
        # Either, as a connection begins; or one alone, which need not look.
        http=HTTPModes.auto if environment.speaks_http2 else HTTPModes.http1,
        websockets=False,
        # Read as the time that a connection may wait for its next request.
        http1_settings=HTTP1Settings(header_read_timeout=KEEP_ALIVE_SECONDS * 1000),
        backlog=BACKLOG,
        log_level=LogLevels.warning,
        workers_kill_timeout=GRACE_SECONDS,
    ).serve()


def read_arguments() -> Namespace:
    parser = ArgumentParser(prog="serve_granian", description="Serves a Python application.")
    parser.add_argument("application", help="module:name")
    parser.add_argument("--interface", required=True, choices=["asgi", "wsgi"])
    return parser.parse_args()


if __name__ == "__main__":
    serve(read_arguments())
