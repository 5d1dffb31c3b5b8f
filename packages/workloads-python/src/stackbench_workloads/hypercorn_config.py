"""Settings of hypercorn that all stacks share: `hypercorn --config python:stackbench_workloads.hypercorn_config`.

What is compared (worker class, …) stands in the shape's command.
"""

import sys

from .environment import read_environment
from .listener import BACKLOG, GRACE_SECONDS, KEEP_ALIVE_SECONDS, SOCKET_UMASK
from .process_index import offer_indices

_environment = read_environment()
_path = _environment.socket_path

bind = f"{_environment.host}:{_environment.port}" if _path is None else f"unix:{_path}"
workers = _environment.workers
backlog = BACKLOG
keep_alive_timeout = KEEP_ALIVE_SECONDS
# By default it closes a connection after a thousand requests; no other server here does.
keep_alive_max_requests = sys.maxsize
umask = SOCKET_UMASK
if workers > 1:
    offer_indices(workers)
graceful_timeout = GRACE_SECONDS
accesslog = None
loglevel = "WARNING"
