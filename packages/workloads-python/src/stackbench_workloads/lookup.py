"""The workload `lookup`: a loop over a set."""

from .answer import Answer, json_answer
from .read_input import Query, read_integer

_members = {7 * j for j in range(1000)}


def lookup(query: Query) -> Answer:
    seed = read_integer(query, "seed", least=0, most=1_000_000, default=1)
    return json_answer(200, {"seed": seed, "hits": count_hits(seed)})


def count_hits(seed: int) -> int:
    """How many of the contract's 50,000 lookups find a member."""
    members = _members
    hits = 0
    for i in range(50_000):
        if (31 * i + seed) % 14_000 in members:
            hits += 1
    return hits
