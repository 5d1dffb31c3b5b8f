"""How big a request's body may be, for servers that do not see to it themselves."""

from .read_input import BODY_LIMIT_BYTES
from .refusal import Refusal


def check_body_size(size_bytes: int) -> None:
    """Raises a `Refusal` (413) over the limit."""
    if size_bytes > BODY_LIMIT_BYTES:
        raise Refusal(413, f"expected a body of at most {BODY_LIMIT_BYTES} bytes")
