"""The contract's routes in Django's own way, but for the ORM: items go through the repository that all share."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from .answer import Answer
from .environment import read_environment
from .hash_sort import hash_sort
from .hello import hello
from .items_psycopg import connect_items
from .lookup import lookup
from .refusal import Refusal
from .render import render_name, render_table
from .report import report
from .upstream_sync import Upstream

_items = connect_items()
_upstream = Upstream(read_environment())


def _write(answer: Answer) -> HttpResponse:
    if answer.body is None:
        return HttpResponse(status=answer.status, headers=answer.headers)
    # Said here because without middleware nobody else says it.
    headers = {**answer.headers, "Content-Length": str(len(answer.body))}
    return HttpResponse(answer.body, status=answer.status, headers=headers)


def _route(rule: str, **endpoints: Callable[..., Answer]) -> URLPattern:
    """Endpoints by method; they get the request and what the rule has in angle brackets."""

    # The middleware runs all the same; a client without a page of ours can have no token.
    @csrf_exempt
    def view(request: HttpRequest, **found: str) -> HttpResponse:
        endpoint = endpoints.get(request.method or "")
        if endpoint is None:
            return HttpResponseNotAllowed(endpoints)
        try:
            return _write(endpoint(request, **found))
        except Refusal as refusal:
            return _write(refusal.answer())

    return path(rule, view)


urlpatterns = [
    _route("hello", GET=lambda _: hello()),
    _route("hash-sort", GET=lambda request: hash_sort(request.GET)),
    _route("lookup", GET=lambda request: lookup(request.GET)),
    _route("render-name", GET=lambda request: render_name(request.GET)),
    _route("render-table", GET=lambda _: render_table()),
    _route("report", GET=lambda request: report(request.GET)),
    _route("upstream", GET=lambda request: _upstream.answer(request.GET)),
    _route("healthz", GET=lambda _: _items.healthz()),
    _route(
        "items",
        GET=lambda request: _items.list(request.GET),
        POST=lambda request: _items.create(request.body),
    ),
    _route(
        "items/<item_id>",
        GET=lambda _, item_id: _items.read(item_id),
        PUT=lambda request, item_id: _items.replace(item_id, request.body),
        DELETE=lambda _, item_id: _items.remove(item_id),
    ),
]
