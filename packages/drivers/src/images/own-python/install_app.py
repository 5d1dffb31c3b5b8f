"""
Installs what an app asks for: `python install_app.py requirements.txt|pyproject.toml|none`.

Beside a pyproject.toml a uv.lock or a poetry.lock says the versions. A project without a build system is no package:
what it depends on is installed, and not itself.
"""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

UV = "uv==0.13.9"
POETRY = ("poetry==2.5.1", "poetry-plugin-export==1.10.1")
TOOLS = "/opt/tools"
PIP = [sys.executable, "-m", "pip", "install", "--no-cache-dir"]


def run(*command: str, **told: str) -> None:
    failed = subprocess.run(command, env={**os.environ, **told}).returncode != 0
    if failed:
        sys.exit(f"failed: {' '.join(command)}")


def tool(*requirements: str) -> str:
    """A program in a place of its own: the app's packages are none of its business."""
    run(sys.executable, "-m", "venv", TOOLS)
    run(f"{TOOLS}/bin/pip", "install", "--no-cache-dir", *requirements)
    return f"{TOOLS}/bin/{requirements[0].split('=')[0]}"


def install_project() -> None:
    with open("pyproject.toml", "rb") as file:
        project = tomllib.load(file)
    if Path("uv.lock").exists():
        # The image's Python, whatever .python-version says: none is fetched.
        told = {
            "UV_PROJECT_ENVIRONMENT": sys.prefix,
            "UV_PYTHON": sys.executable,
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_NO_CACHE": "1",
        }
        run(tool(UV), "sync", "--frozen", "--no-dev", "--inexact", **told)
    elif Path("poetry.lock").exists():
        # pip finds what an index of packages has wherever pip is set up to; it takes the lock's hashes, too.
        locked = "/tmp/requirements.txt"
        run(tool(*POETRY), "export", "--format=requirements.txt", f"--output={locked}")
        run(*PIP, "-r", locked)
        # Elsewhere the app is imported from its folder.
        if Path("src").is_dir():
            run(*PIP, "--no-deps", ".")
    elif "build-system" in project:
        run(*PIP, ".")
    elif dependencies := project.get("project", {}).get("dependencies", []):
        run(*PIP, *dependencies)


match sys.argv[1]:
    case "requirements.txt":
        run(*PIP, "-r", "requirements.txt")
    case "pyproject.toml":
        install_project()
