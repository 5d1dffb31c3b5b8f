"""The query of a request, for servers that hand it over undecoded."""

from urllib.parse import parse_qsl

from .read_input import Query


def parse_query(query_string: bytes) -> Query:
    """Percent-encoded UTF-8; what is no UTF-8 becomes U+FFFD. Of a name given twice the first counts."""
    query: dict[str, str] = {}
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
        query.setdefault(name, value)
    return query
