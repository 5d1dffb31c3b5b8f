"""The app that a server is told by name, for servers that are handed one."""

import importlib
from typing import Any


def load_application(given: str) -> Any:
    """Of `module:name`. Raises ImportError, and ValueError where that names nothing in the module."""
    module, separator, name = given.partition(":")
    if not (module and separator and name):
        raise ValueError(f"expected module:name, got {given!r}")
    loaded = importlib.import_module(module)
    if not hasattr(loaded, name):
        raise ValueError(f"{given}: module {module!r} has no {name!r}")
    return getattr(loaded, name)
