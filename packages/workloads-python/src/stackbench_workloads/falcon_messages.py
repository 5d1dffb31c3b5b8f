"""Falcon's requests and responses, whose classes for ASGI are made of those for WSGI."""

import falcon

from .answer import Answer
from .read_input import Query


def read_query(request: falcon.Request) -> Query:
    """Of a name given twice the first counts: Falcon gives those as a list."""
    return {
        name: value if isinstance(value, str) else value[0]
        for name, value in request.params.items()
    }


def write(answer: Answer, response: falcon.Response) -> None:
    response.status = answer.status
    response.set_headers(answer.headers)
    response.data = answer.body
