"""What an endpoint gives back, before any framework has touched it."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

# The same spelling in all stacks, so that they send the same bytes.
_JSON_HEADERS = {"Content-Type": "application/json; charset=utf-8"}
_TEXT_HEADERS = {"Content-Type": "text/plain; charset=utf-8"}
_HTML_HEADERS = {"Content-Type": "text/html; charset=utf-8"}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Answer(NamedTuple):
    """`body` is None where there is none (204)."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None


def json_answer(status: int, value: Any) -> Answer:
    """Compact JSON in UTF-8, keys in the order they are given in."""
    return Answer(status, _JSON_HEADERS, _encode(value).encode())


def text_answer(text: str) -> Answer:
    return Answer(200, _TEXT_HEADERS, text.encode())


def html_answer(text: str) -> Answer:
    return Answer(200, _HTML_HEADERS, text.encode())


def created(location: str, value: Any) -> Answer:
    """201 with the place of what was made."""
    return Answer(201, {**_JSON_HEADERS, "Location": location}, _encode(value).encode())


def empty() -> Answer:
    return Answer(204, {}, None)


def not_found() -> Answer:
    return json_answer(404, {"error": "not found"})
