"""The workload `hello`."""

from .answer import Answer, text_answer


def hello() -> Answer:
    return text_answer("Hello, world!")
