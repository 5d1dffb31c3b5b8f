import os
from time import perf_counter
from wsgiref.simple_server import make_server


def burn(seconds):
    until = perf_counter() + seconds
    while perf_counter() < until:
        pass


def hot():
    burn(0.06)


def cold():
    burn(0.02)


def application(_, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Hello, world!"]


if os.fork() == 0:
    # A worker: it serves nobody, so that nothing but the two takes its time.
    while True:
        hot()
        cold()
make_server(os.environ["HOST"], int(os.environ["PORT"]), application).serve_forever()
