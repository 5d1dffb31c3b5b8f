"""ASGI's lifespan: what an app opens before its first request and closes after its last."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from .asgi_messages import Receive, Scope, Send

# Given the app; what it yields is the state that every request finds in its scope.
Lifespan = Callable[[Any], AbstractAsyncContextManager[Mapping[str, Any]]]


async def serve_lifespan(lifespan: Lifespan, scope: Scope, receive: Receive, send: Send) -> None:
    """Tells the server when a start or an end fails, and raises what made it fail."""
    ending = False
    await receive()
    try:
        async with lifespan(None) as state:
            scope["state"].update(state)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            ending = True
    except Exception as error:
        stage = "shutdown" if ending else "startup"
        await send({"type": f"lifespan.{stage}.failed", "message": repr(error)})
        raise
    await send({"type": "lifespan.shutdown.complete"})
