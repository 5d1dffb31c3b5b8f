"""The workload `report`: a lot of memory for a short time."""

from .answer import Answer, json_answer
from .read_input import Query, read_integer

_PAGE_BYTES = 4096


def report(query: Query) -> Answer:
    mb = read_integer(query, "mb", least=1, most=1024, default=64)
    return json_answer(200, {"mb": mb, "checksum": sum_pages(mb * 1024 * 1024)})


def sum_pages(size_bytes: int) -> int:
    """Takes that many bytes, touches each page, sums what was written and lets the memory go."""
    memory = bytearray(size_bytes)
    pages = size_bytes // _PAGE_BYTES
    for page in range(pages):
        memory[page * _PAGE_BYTES] = page % 251
    return sum(memory[page * _PAGE_BYTES] for page in range(pages))
