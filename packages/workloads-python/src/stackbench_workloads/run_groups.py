"""
Starts one gunicorn for each process group, behind a proxy that routes to them.

    python -m stackbench_workloads.run_groups app:application [group:option ...]

What mod_wsgi's daemon groups do within Apache. The groups come from `PROCESS_GROUPS`, each with its
place, workers and threads; `admin:--max-requests=20` gives one group's gunicorn an option more. Every
process of a group has `--name=<group>` in its command line, to be told by. gunicorn has nothing like
mod_wsgi's `inactivity-timeout`: a group that nobody asks keeps its workers.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from .environment import pool_share, read_environment
from .process_groups import ProcessGroup, read_process_groups

_LOOK_SECONDS = 0.05


def run(arguments: Sequence[str], variables: Mapping[str, str]) -> int:
    """
    Serves until SIGTERM, or until one group ends. Gives the exit status: 0 on SIGTERM, else 1.

    Raises ValueError for groups that cannot be read, and for options of a group that there is not.
    """
    application, *given = arguments
    groups = read_process_groups(variables)
    commands = commands_of(groups, application, given)
    environments = environments_of(groups, variables)
    running: dict[int, str] = {}
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for pid in running:
            os.kill(pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    for group in groups:
        if stopping:
            break
        process = subprocess.Popen(commands[group.name], env=environments[group.name])
        running[process.pid] = group.name
        # SIGTERM may have come before the process was known.
        if stopping:
            os.kill(process.pid, signal.SIGTERM)
    failed = False
    while running:
        # Not by Popen's own waiting: nothing else may reap a child, so that its number stays its own. And not for as
        # long as it takes: a SIGTERM that came just before a wait would be handled only after it.
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            time.sleep(_LOOK_SECONDS)
            continue
        name = running.pop(pid, None)
        if name is not None and not stopping:
            failed = True
            code = os.waitstatus_to_exitcode(status)
            print(f"process group {name} ended with status {code}", file=sys.stderr, flush=True)
            stop()
    return 1 if failed else 0


def commands_of(
    groups: Sequence[ProcessGroup], application: str, given: Sequence[str]
) -> dict[str, list[str]]:
    """gunicorn's command line by the name of the group."""
    options: dict[str, list[str]] = {group.name: [] for group in groups}
    for text in given:
        name, colon, option = text.partition(":")
        if not colon or name not in options:
            raise ValueError(f"expected an option of {', '.join(options)}, got {text!r}")
        options[name].append(option)
    return {
        group.name: [
            sys.executable,
            "-m",
            "gunicorn",
            "--config=python:stackbench_workloads.gunicorn_config",
            f"--name={group.name}",
            "--worker-class=gthread",
            *options[group.name],
            application,
        ]
        for group in groups
    }


def environments_of(
    groups: Sequence[ProcessGroup], variables: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """What each group's gunicorn is told. Connections are shared as if all workers were of one server."""
    total = read_environment(variables).database_pool_size
    workers = sum(group.workers for group in groups)
    environments = {}
    before = 0
    for group in groups:
        indices = range(before, before + group.workers)
        before += group.workers
        environments[group.name] = {
            **variables,
            "WORKERS": str(group.workers),
            "THREADS": str(group.threads),
            "PORT": str(group.port or ""),
            "SOCKET_PATH": group.socket_path or "",
            "DATABASE_POOL_SIZE": str(sum(pool_share(total, workers, i) for i in indices)),
        }
    return environments


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: python -m stackbench_workloads.run_groups module:callable [group:option ...]")
    sys.exit(run(sys.argv[1:], os.environ))
