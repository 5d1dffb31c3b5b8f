"""What the workload `upstream` has in common, whether its client is asynchronous or not."""

import json
from typing import Any

from .answer import Answer, json_answer
from .read_input import Query, read_integer
from .refusal import Refusal

CALL_SECONDS = 30


def read_wait(query: Query) -> int:
    """How many ms the upstream shall wait."""
    return read_integer(query, "ms", least=0, most=10_000, default=50)


def no_upstream() -> Refusal:
    return Refusal(503, "UPSTREAM_URL is not set")


def upstream_failed(cause: Exception) -> Refusal:
    return Refusal(502, f"upstream: {cause!r}")


def upstream_waited(status: int, body: bytes) -> Answer:
    """What the upstream's answer comes to. Raises a `Refusal` (502) where it is not as expected."""
    waited_ms = _read_waited(body) if status == 200 else None
    if waited_ms is None:
        got = f"{status} {body[:80].decode(errors='replace')}"
        raise Refusal(502, f'upstream: expected 200 {{"waitedMs":n}}, got {got}')
    return json_answer(200, {"waitedMs": waited_ms})


def _read_waited(body: bytes) -> int | None:
    try:
        value: Any = json.loads(body)
    except ValueError:
        return None
    waited_ms = value.get("waitedMs") if isinstance(value, dict) else None
    return waited_ms if type(waited_ms) is int else None
