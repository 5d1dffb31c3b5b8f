"""Settings of gunicorn that all stacks share: `gunicorn --config python:stackbench_workloads.gunicorn_config`.

What is compared (worker class, max_requests, …) stands in the shape's command.
"""

import os
import signal
import sys
import time
from typing import Any

from .environment import read_environment
from .listener import BACKLOG, GRACE_SECONDS, KEEP_ALIVE_SECONDS, SOCKET_UMASK

_environment = read_environment()
_path = _environment.socket_path

bind = f"{_environment.host}:{_environment.port}" if _path is None else f"unix:{_path}"
workers = _environment.workers
# More than one makes threads of the worker class "sync" (gthread); where threads have no meaning they have no effect.
threads = _environment.threads
backlog = BACKLOG
keepalive = KEEP_ALIVE_SECONDS
umask = SOCKET_UMASK
graceful_timeout = GRACE_SECONDS
# Longer than the slowest hash-sort: a worker busy with one does not tell that it lives.
timeout = 300
# Workers tell that they live by touching a file here: it must not wait for a disk.
worker_tmp_dir = "/dev/shm"
accesslog = None
loglevel = "warning"
control_socket_disable = True


def pre_fork(server: Any, worker: Any) -> None:
    """Gives a worker the lowest index that no living one has, so that replaced workers keep the shares."""
    taken = {other.stackbench_index for other in server.WORKERS.values()}
    worker.stackbench_index = next(i for i in range(len(taken) + 1) if i not in taken)


def post_fork(server: Any, worker: Any) -> None:
    os.environ["WORKER_INDEX"] = str(worker.stackbench_index)


def post_worker_init(worker: Any) -> None:
    """Lets workers stop promptly on SIGTERM that by themselves take a second or more for it."""
    module = type(worker).__module__
    # aiohttp's looks only once a second whether it shall stop.
    if hasattr(worker, "_notify_waiter_done"):
        worker.loop.add_signal_handler(signal.SIGTERM, worker.handle_quit, signal.SIGTERM, None)
    # So does gevent's.
    elif module == "gunicorn.workers.ggevent":
        signal.signal(signal.SIGTERM, worker.handle_quit)
    # Waits for the next request on connections that have none under way.
    elif module == "gunicorn.workers.gthread":
        sys.modules[module].STOP_KEEPALIVE_LINGER = 0


def worker_exit(server: Any, worker: Any) -> None:
    """Ends the process at once: the interpreter's tidying up of eleven workers takes a second of two CPUs."""
    end = sys.exception()
    os._exit(end.code if isinstance(end, SystemExit) and isinstance(end.code, int) else 1)


def when_ready(server: Any) -> None:
    """Looks often for workers that have ended: gunicorn by itself takes two steps of 100 ms to stop."""
    stop = server.stop

    def stop_promptly(graceful: bool = True) -> None:
        server.kill_workers(signal.SIGTERM if graceful else signal.SIGQUIT)
        deadline = time.monotonic() + GRACE_SECONDS
        while server.WORKERS and time.monotonic() < deadline:
            time.sleep(0.005)
            server.reap_workers()
        stop(graceful)

    server.stop = stop_promptly
