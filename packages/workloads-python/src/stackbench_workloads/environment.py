"""What a stack is told through environment variables. An empty variable is an absent one."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Environment:
    host: str
    port: int
    # Listen here rather than on host and port.
    socket_path: str | None
    # Worker processes, and threads in each.
    workers: int
    threads: int
    # This worker's place among them, from 0; None where nobody counts them.
    worker_index: int | None
    database_url: str | None
    # Connections over all workers.
    database_pool_size: int
    upstream_url: str | None
    # Serve HTTP/2 without TLS beside HTTP/1.1.
    speaks_http2: bool

    @property
    def pool_share(self) -> int:
        """Connections of this worker."""
        return pool_share(self.database_pool_size, self.workers, self.worker_index)


def read_environment(variables: Mapping[str, str] = os.environ) -> Environment:
    """Raises ValueError naming the variable, what it must be and what it is."""
    index = _read_count(variables, "WORKER_INDEX", -1, 0, 511)
    return Environment(
        host=variables.get("HOST") or "0.0.0.0",
        port=_read_count(variables, "PORT", 8080, 1, 65_535),
        socket_path=variables.get("SOCKET_PATH") or None,
        workers=_read_count(variables, "WORKERS", 1, 1, 512),
        threads=_read_count(variables, "THREADS", 1, 1, 512),
        worker_index=None if index < 0 else index,
        database_url=variables.get("DATABASE_URL") or None,
        database_pool_size=_read_count(variables, "DATABASE_POOL_SIZE", 16, 1, 10_000),
        upstream_url=variables.get("UPSTREAM_URL") or None,
        speaks_http2=variables.get("HTTP2") == "h2c",
    )


def pool_share(total: int, workers: int, worker_index: int | None) -> int:
    """An equal share of the whole, one more for the first workers, at least one."""
    one_more = worker_index is not None and worker_index < total % workers
    return max(1, total // workers + one_more)


def _read_count(
    variables: Mapping[str, str], name: str, default: int, least: int, most: int
) -> int:
    given = variables.get(name)
    if not given:
        return default
    if re.fullmatch(r"[0-9]{1,6}", given) and least <= int(given) <= most:
        return int(given)
    raise ValueError(f"{name}: expected an integer from {least} to {most}, got {given!r}")
