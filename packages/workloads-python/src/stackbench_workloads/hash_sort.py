"""The workload `hash-sort`: hashing, sorting and allocating."""

from hashlib import sha256

from .answer import Answer, json_answer
from .read_input import Query, read_integer

_NUMBERS_PER_LOOP = 10_000


def hash_sort(query: Query) -> Answer:
    loop_count = read_integer(query, "loopCount", least=1, most=1000, default=10)
    seed = read_integer(query, "seed", least=0, most=1_000_000, default=1)
    checksum = hash_sort_checksum(loop_count, seed)
    return json_answer(200, {"loopCount": loop_count, "seed": seed, "checksum": checksum})


def hash_sort_checksum(loop_count: int, seed: int) -> str:
    """64 hex digits; the contract gives the algorithm. All of the work is done in every call."""
    checksum = sha256()
    for loop in range(loop_count):
        first = _NUMBERS_PER_LOOP * loop + seed
        digests = [
            sha256(b"%d" % (10_000 + n * 7919 % 9_990_000)).hexdigest()
            for n in range(first, first + _NUMBERS_PER_LOOP)
        ]
        digests.sort()
        for digest in digests[::1000]:
            checksum.update(digest.encode())
        checksum.update(digests[-1].encode())
    return checksum.hexdigest()
