"""Reading a request and writing an answer by WSGI (PEP 3333), with nothing between."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from .answer import Answer
from .body_limit import check_body_size
from .query import parse_query
from .read_input import BODY_LIMIT_BYTES, Query
from .refusal import Refusal, bad_input

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]

_status_lines = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def read_query(environ: Environ) -> Query:
    """Texts by name, as UTF-8: WSGI's own strings hold bytes, one a character."""
    return parse_query(environ.get("QUERY_STRING", "").encode("latin-1"))


def read_body(environ: Environ) -> bytes:
    """
    The whole body, by its length or, in chunks, to its end where the server says that it knows the end.

    Raises a `Refusal`: 413 beyond the limit, 411 for a body whose end cannot be found.
    """
    given = environ.get("CONTENT_LENGTH")
    if given:
        # Some servers hand on whatever was sent.
        if not (given.isascii() and given.isdigit()):
            raise bad_input(f"Content-Length: expected digits, got {given[:20]!r}")
        # Of a longer one the first digits are too much already; all of them are more than int() takes.
        length = int(given.lstrip("0")[:10] or "0")
        check_body_size(length)
        return environ["wsgi.input"].read(length)
    if environ.get("wsgi.input_terminated"):
        body = environ["wsgi.input"].read(BODY_LIMIT_BYTES + 1)
        check_body_size(len(body))
        return body
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refusal(411, "expected a body with Content-Length")
    return b""


def write_answer(answer: Answer, start_response: StartResponse) -> Iterable[bytes]:
    headers = list(answer.headers.items())
    if answer.body is None:
        start_response(_status_lines[answer.status], headers)
        return ()
    headers.append(("Content-Length", str(len(answer.body))))
    start_response(_status_lines[answer.status], headers)
    return (answer.body,)
