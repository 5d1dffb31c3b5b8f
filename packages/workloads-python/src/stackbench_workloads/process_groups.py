"""The process groups that a stack is told of: worker processes set apart for some of the paths."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ProcessGroup:
    name: str
    workers: int
    threads: int
    # Beginnings of the paths it serves; empty for the group that serves the rest.
    paths: tuple[str, ...] = ()
    # Where it listens, where a proxy in front routes: the socket goes before the port.
    port: int | None = None
    socket_path: str | None = None


def read_process_groups(variables: Mapping[str, str] = os.environ) -> list[ProcessGroup]:
    """
    Reads PROCESS_GROUPS, the group that serves the rest first. Empty where all workers are alike.

    Raises ValueError saying what was expected and what it is.
    """
    given = variables.get("PROCESS_GROUPS")
    if not given:
        return []
    try:
        return [_group(described) for described in json.loads(given)]
    except (ValueError, TypeError, KeyError) as error:
        expected = "a JSON array of groups with name, workers, threads and paths"
        raise ValueError(f"PROCESS_GROUPS: expected {expected}, got {given!r}") from error


def _group(described: Any) -> ProcessGroup:
    return ProcessGroup(
        name=described["name"],
        workers=described["workers"],
        threads=described["threads"],
        paths=tuple(described["paths"]),
        port=described.get("port"),
        socket_path=described.get("socketPath"),
    )
