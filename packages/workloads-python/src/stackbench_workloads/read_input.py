"""Input checks. All raise a `Refusal` (400) that says what was expected and what was got."""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, NoReturn

from .refusal import bad_input

Query = Mapping[str, str]

# Biggest request body that is read; beyond it 413.
BODY_LIMIT_BYTES = 64 * 1024

_NAME_LIMIT = 200
_BIGGEST_BIGINT = 2**63 - 1

# `int` alone also takes blanks, underscores, a plus sign and the digits of other scripts.
_integer = re.compile(r"-?[0-9]{1,19}")
_positive_integer = re.compile(r"[1-9][0-9]*")
# PostgreSQL's text holds neither NUL nor half a surrogate pair.
_not_storable = re.compile("[\0\ud800-\udfff]")


class ItemInput(NamedTuple):
    name: str
    # 32-bit signed.
    quantity: int


def read_integer(query: Query, name: str, *, least: int, most: int, default: int) -> int:
    """A decimal integer of the query; `default` where it is not given."""
    given = query.get(name)
    if given is None:
        return default
    if _integer.fullmatch(given) and least <= (value := int(given)) <= most:
        return value
    raise bad_input(f"{name}: expected an integer from {least} to {most}, got {_quote(given)}")


def read_after(query: Query) -> int:
    """The id after which a list of items starts."""
    return read_integer(query, "after", least=0, most=_BIGGEST_BIGINT, default=0)


def read_limit(query: Query) -> int:
    return read_integer(query, "limit", least=1, most=100, default=20)


def read_name(query: Query) -> str:
    """The `name` of the query, which must be there."""
    return _check_name(query.get("name"))


def read_id(given: str) -> int | None:
    """An item's id; None where it is beyond PostgreSQL's bigint, so that no item can have it."""
    if not _positive_integer.fullmatch(given):
        raise bad_input(f"id: expected a positive integer, got {_quote(given)}")
    if len(given) > 19:
        return None
    value = int(given)
    return value if value <= _BIGGEST_BIGINT else None


def read_item(body: bytes) -> ItemInput:
    """The item in a request's body. Unknown fields are ignored."""
    value = _read_json(body)
    if not isinstance(value, dict):
        raise bad_input('expected a JSON object {"name":"…","quantity":n}')
    name = _check_name(value.get("name"))
    quantity = value.get("quantity")
    # Not isinstance: to Python, true is an integer.
    if type(quantity) is not int or not -(2**31) <= quantity < 2**31:
        raise bad_input(f"quantity: expected a 32-bit integer, got {_show(quantity)}")
    return ItemInput(name, quantity)


def _check_name(name: Any) -> str:
    if not isinstance(name, str):
        raise bad_input(f"name: expected a string, got {_show(name)}")
    if len(name) > _NAME_LIMIT:
        raise bad_input(f"name: expected at most {_NAME_LIMIT} characters, got {len(name)}")
    if _not_storable.search(name):
        raise bad_input("name: expected Unicode text without NUL and lone surrogates")
    return name


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


# `json.loads` would also take NaN and Infinity, and UTF-16.
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


def _read_json(body: bytes) -> Any:
    try:
        return _decode(body.decode())
    except (ValueError, RecursionError) as error:
        raise bad_input(f"expected JSON in UTF-8, got: {error}") from error


def _show(value: Any) -> str:
    return "nothing" if value is None else _quote(value)


def _quote(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
