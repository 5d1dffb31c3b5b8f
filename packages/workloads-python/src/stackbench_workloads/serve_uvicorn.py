"""Starts uvicorn with the settings that all stacks share: `python -m stackbench_workloads.serve_uvicorn app:application`.

uvicorn's own command line takes no settings from a module, as those of gunicorn and hypercorn do.
"""

import sys
from argparse import ArgumentParser, Namespace
from typing import NoReturn

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from .environment import read_environment
from .listener import BACKLOG, GRACE_SECONDS, KEEP_ALIVE_SECONDS, open_listener
from .process_index import offer_indices
from .stop_on_term import stop_on_term

# By default a worker that has not started within five seconds is replaced; many on one slow CPU would never start.
HEALTHCHECK_SECONDS = 30


def serve(given: Namespace) -> None:
    """Returns or exits with status 0 once it was ended; exits with another where it could not start."""
    environment = read_environment()
    config = Config(
        given.application,
        loop=given.loop,
        http=given.http,
        lifespan="on",
        workers=environment.workers,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=HEALTHCHECK_SECONDS,
        access_log=False,
        log_level="warning",
    )
    listener = open_listener(environment)
    if config.workers == 1:
        # Once it has ended in good order uvicorn sends itself the signal again, to die of it.
        stop_on_term()
        Server(config).run([listener])
    else:
        offer_indices(config.workers)
        supervise(Multiprocess(config, [listener]))


def supervise(workers: Multiprocess) -> NoReturn:
    # By itself it looks only twice a second whether it shall stop.
    stop_on_term()
    try:
        workers.run()
    finally:
        workers.terminate_all()
        workers.join_all()
    # It ended by itself: a worker could not start.
    sys.exit(STARTUP_FAILURE)


def read_arguments() -> Namespace:
    parser = ArgumentParser(prog="serve_uvicorn", description="Serves an ASGI application.")
    parser.add_argument("application", help="module:name")
    parser.add_argument("--loop", default="uvloop", choices=["uvloop", "asyncio"])
    parser.add_argument("--http", default="httptools", choices=["httptools", "h11"])
    return parser.parse_args()


if __name__ == "__main__":
    serve(read_arguments())
