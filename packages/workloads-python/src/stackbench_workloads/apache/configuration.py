"""Apache's configuration, from what a stack is told."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from ..listener import BACKLOG, GRACE_SECONDS
from ..process_groups import ProcessGroup

# Connections at once in daemon mode. Threads that wait for a daemon cost little, and Python runs in none of them.
FRONT_THREADS = 640

# Options of WSGIDaemonProcess by the name of the group.
Options = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Place:
    """What is where. All paths are absolute."""

    host: str
    port: int
    # Apache's own files.
    directory: str
    # Where `app` is.
    stack_directory: str
    # What mod_wsgi loads.
    script: str
    # Apache's modules, and the one of mod_wsgi.
    modules: str
    mod_wsgi: str
    # The virtual environment.
    python_home: str


def embedded(place: Place, processes: int, threads: int) -> str:
    """
    Apache's own processes run the app, in the threads that have the requests.

    The MPM `event` closes a connection whose request finds no free thread, and any one process may
    have taken most connections: there must be as many threads in each process as connections in all.
    """
    mode = f'WSGIImportScript "{place.script}" process-group=%{{GLOBAL}} application-group=%{{GLOBAL}}'
    return _render(place, processes, threads, mode)


def daemons(place: Place, groups: Sequence[ProcessGroup], options: Options) -> str:
    """
    Processes of mod_wsgi run the app, Apache's one process hands requests on to them.

    Raises ValueError for options of a group that there is not, or that the harness tells.
    """
    for name in options.keys() - {group.name for group in groups}:
        raise ValueError(f"expected options of {', '.join(g.name for g in groups)}, got {name!r}")
    lines = [
        "WSGIRestrictEmbedded On",
        *(line for group in groups for line in _group(place, group, options)),
        *_routes(groups),
    ]
    return _render(place, 1, FRONT_THREADS, "\n".join(lines))


def _group(place: Place, group: ProcessGroup, options: Options) -> Iterator[str]:
    told = {
        "processes": group.workers,
        "threads": group.threads,
        # Processes are then called (wsgi:main).
        "display-name": "%{GROUP}",
        "home": place.stack_directory,
        "listen-backlog": BACKLOG,
        "shutdown-timeout": GRACE_SECONDS,
    }
    further = options.get(group.name, {})
    for name in further.keys() & told.keys():
        raise ValueError(f"expected options beside {', '.join(told)}, got {group.name}:{name}")
    words = " ".join(f"{_word(name)}={_word(value)}" for name, value in {**told, **further}.items())
    yield f"WSGIDaemonProcess {group.name} {words}"
    # Loads the app when a process starts rather than with its first request.
    yield (
        f'WSGIImportScript "{place.script}" '
        f"process-group={group.name} application-group=%{{GLOBAL}}"
    )


def _word(value: object) -> str:
    """
    The value as one word of Apache's language, which cannot quote all there is.

    Raises ValueError for one that would be more than a word, or end a text in quotes.
    """
    text = str(value)
    if re.fullmatch(r"[\w.,:/~+@%{}()-]+", text, re.ASCII):
        return text
    raise ValueError(f"expected letters, digits and . , : / ~ + @ % {{}} () - _, got {text!r}")


def _routes(groups: Sequence[ProcessGroup]) -> Iterator[str]:
    yield from (f"WSGIProcessGroup {group.name}" for group in groups if not group.paths)
    routes = [(path, group.name) for group in groups for path in group.paths]
    # The last that matches counts: that is to be the longest.
    for path, name in sorted(routes, key=lambda route: len(route[0])):
        yield f'<LocationMatch "^\\Q{_word(path)}\\E">'
        yield f"  WSGIProcessGroup {name}"
        yield "</LocationMatch>"


def _render(place: Place, processes: int, threads: int, mode: str) -> str:
    template = Template(files(__package__).joinpath("httpd.conf").read_text())
    return template.substitute(
        address=f"{place.host}:{place.port}",
        backlog=BACKLOG,
        directory=place.directory,
        script=place.script,
        modules=place.modules,
        mod_wsgi=place.mod_wsgi,
        python_home=place.python_home,
        processes=processes,
        threads=threads,
        connections=processes * threads,
        mode=mode,
    )
