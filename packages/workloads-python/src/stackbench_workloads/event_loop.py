"""The event loop of stacks that bring no server with a choice of its own."""

import asyncio
import os
from collections.abc import Mapping


def new_event_loop(variables: Mapping[str, str] = os.environ) -> asyncio.AbstractEventLoop:
    """By EVENT_LOOP: `uvloop`, or `asyncio` for the standard library's. Raises ValueError for others."""
    kind = variables.get("EVENT_LOOP") or "uvloop"
    if kind == "asyncio":
        return asyncio.new_event_loop()
    if kind == "uvloop":
        import uvloop

        return uvloop.new_event_loop()
    raise ValueError(f"EVENT_LOOP: expected uvloop or asyncio, got {kind!r}")
