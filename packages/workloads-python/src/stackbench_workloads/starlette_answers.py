"""Answers as responses of Starlette, which are FastAPI's too."""

from starlette.requests import Request
from starlette.responses import Response

from .answer import Answer
from .refusal import Refusal


def to_response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, answer.headers)


async def refuse(_request: Request, refusal: Refusal) -> Response:
    """Handles a `Refusal` that was raised by an endpoint."""
    return to_response(refusal.answer())
