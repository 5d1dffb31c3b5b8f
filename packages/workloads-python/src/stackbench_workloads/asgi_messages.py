"""A request's body and its answer in ASGI's own messages, for apps and frameworks on top of it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .answer import Answer
from .body_limit import check_body_size
from .refusal import bad_input

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def read_body(receive: Receive) -> bytes:
    """The whole body. Raises a `Refusal`: 413 as soon as it is over the limit, 400 where it breaks off."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            # The client has gone: the server drops the answer.
            raise bad_input("the body broke off")
        body += message.get("body", b"")
        check_body_size(len(body))
        if not message.get("more_body", False):
            return body


async def send_answer(send: Send, answer: Answer) -> None:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in answer.headers.items()
    ]
    if answer.body is not None:
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body or b""})
