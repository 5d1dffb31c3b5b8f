"""
Installs the app servers that an app does not bring itself: `python install_servers.py servers.txt versions`.

What the app has installed stays as it is: a server that cannot live with it fails the build. To the second file a
`name version` a line is added, which stand in the results.
"""

import re
import subprocess
import sys
import tempfile
from importlib.metadata import distributions

FRAMEWORKS = {"bottle", "django", "falcon", "fastapi", "flask", "litestar", "quart", "starlette"}


def installed() -> dict[str, str]:
    """Versions by normalised name (PEP 503)."""
    return {normal(found.metadata["Name"]): found.version for found in distributions()}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    return normal(re.split(r"[\s=<>!~;\[]", requirement, maxsplit=1)[0])


servers_file, versions_file = sys.argv[1:]
with open(servers_file) as file:
    servers = [line.strip() for line in file if line.strip() and not line.startswith("#")]
before = installed()
missing = [server for server in servers if name_of(server) not in before]
with tempfile.NamedTemporaryFile("w", suffix=".txt") as constraints:
    constraints.writelines(f"{name}=={version}\n" for name, version in before.items())
    constraints.flush()
    if missing:
        pip = [sys.executable, "-m", "pip", "install", "--no-cache-dir", "--prefer-binary"]
        subprocess.run([*pip, "-c", constraints.name, *missing], check=True)
shown = FRAMEWORKS | {name_of(server) for server in servers}
with open(versions_file, "a") as file:
    # The program is called otherwise than its package.
    file.writelines(
        f"{'uwsgi' if name == 'pyuwsgi' else name} {version}\n"
        for name, version in installed().items()
        if name in shown
    )
