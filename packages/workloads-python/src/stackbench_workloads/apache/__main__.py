"""
Becomes Apache with mod_wsgi, serving the `app` in the current directory.

    python -m stackbench_workloads.apache embedded
    python -m stackbench_workloads.apache daemon [group:option=value ...]

Embedded: `WORKERS` processes of Apache with `THREADS` threads run the app. Daemon: so many processes
of mod_wsgi do, or those of `PROCESS_GROUPS`, with further options of WSGIDaemonProcess by group.
"""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

from mod_wsgi.express.apxs_config import HTTPD, LIBEXECDIR
from mod_wsgi.express.platform import MOD_WSGI_SO

from ..environment import Environment, read_environment
from ..listener import GRACE_SECONDS
from ..process_groups import ProcessGroup, read_process_groups
from ..process_index import make_indices
from .configuration import Place, daemons, embedded


def serve(given: Namespace) -> None:
    """Does not return. Raises OSError, or ValueError for what cannot be served."""
    environment = read_environment()
    # Apache's processes run as another user, who must get at what is in here.
    directory = tempfile.mkdtemp(prefix="apache-")
    os.chmod(directory, 0o755)
    place = _place(environment, directory)
    if given.mode == "embedded":
        workers, threads = environment.workers, environment.threads
        configuration = embedded(place, workers, threads)
    else:
        groups = read_process_groups() or [
            ProcessGroup("main", environment.workers, environment.threads)
        ]
        configuration = daemons(place, groups, _read_options(given.options))
        workers = sum(group.workers for group in groups)
        for group in groups:
            _check_title(f"(wsgi:{group.name})")
    make_indices(f"{directory}/indices", workers)
    file = Path(directory, "httpd.conf")
    file.write_text(configuration)
    variables = {
        **os.environ,
        # All that share the database's connections.
        "WORKERS": str(workers),
        "PROCESS_INDICES": f"{directory}/indices",
        "PYTHONPATH": os.pathsep.join([place.stack_directory, os.environ.get("PYTHONPATH", "")]),
    }
    end_within = str(Path(__file__).with_name("end_within.sh"))
    apache = [HTTPD, "-DFOREGROUND", "-f", str(file)]
    os.execve("/bin/sh", ["sh", end_within, str(GRACE_SECONDS), *apache], variables)


def _check_title(title: str) -> None:
    """Raises ValueError for one that mod_wsgi would cut short: it writes it over Apache's command."""
    if len(title) > len(HTTPD):
        raise ValueError(f"expected a title of at most {len(HTTPD)} characters, got {title!r}")


def _place(environment: Environment, directory: str) -> Place:
    return Place(
        host=environment.host,
        port=environment.port,
        directory=directory,
        stack_directory=os.getcwd(),
        script=str(Path(__file__).with_name("script.py")),
        modules=LIBEXECDIR,
        mod_wsgi=MOD_WSGI_SO,
        python_home=sys.prefix,
    )


def _read_options(given: list[str]) -> dict[str, dict[str, str]]:
    options: dict[str, dict[str, str]] = {}
    for text in given:
        group, colon, option = text.partition(":")
        name, equals, value = option.partition("=")
        if not (colon and equals):
            raise ValueError(f"expected group:option=value, got {text!r}")
        options.setdefault(group, {})[name] = value
    return options


def read_arguments() -> Namespace:
    parser = ArgumentParser(
        prog="python -m stackbench_workloads.apache",
        description=__doc__,
        formatter_class=RawDescriptionHelpFormatter,
    )
    modes = parser.add_subparsers(dest="mode", required=True)
    modes.add_parser("embedded")
    modes.add_parser("daemon").add_argument("options", nargs="*", metavar="group:option=value")
    return parser.parse_args()


if __name__ == "__main__":
    serve(read_arguments())
