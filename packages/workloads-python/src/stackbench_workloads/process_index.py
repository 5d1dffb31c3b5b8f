"""
Which of the workers this process is, where the server that starts them does not say.

Each holds a lock on a file of its own for as long as it lives, so that a process that is replaced
leaves its index to its successor.
"""

import fcntl
import os
import tempfile
from types import TracebackType
from typing import Self


class ProcessIndex:
    """The lowest index that no living process has taken; None where all are taken."""

    def __init__(self, directory: str) -> None:
        self.value: int | None = None
        self._descriptor = -1
        for index in sorted(int(name) for name in os.listdir(directory)):
            descriptor = os.open(os.path.join(directory, str(index)), os.O_RDONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
            else:
                self.value, self._descriptor = index, descriptor
                return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self.value is not None:
            os.close(self._descriptor)


def make_indices(directory: str, count: int) -> None:
    """For so many processes, of any user."""
    os.mkdir(directory)
    os.chmod(directory, 0o755)
    for index in range(count):
        os.close(os.open(os.path.join(directory, str(index)), os.O_CREAT | os.O_EXCL, 0o644))


def offer_indices(workers: int) -> None:
    """To the workers that this process is going to start, by the environment that they inherit; they claim them."""
    # Workers that are spawned read their server's settings, which offer them, again.
    if "PROCESS_INDICES" in os.environ or "WORKER_INDEX" in os.environ:
        return
    directory = os.path.join(tempfile.mkdtemp(prefix="workers-"), "indices")
    make_indices(directory, workers)
    os.environ["PROCESS_INDICES"] = directory


# Kept: an index is this process's as long as the object lives.
_claimed: list[ProcessIndex] = []


def claim_index() -> None:
    """Tells this process its WORKER_INDEX, where indices were offered and it has none."""
    directory = os.environ.get("PROCESS_INDICES")
    if directory is None or "WORKER_INDEX" in os.environ:
        return
    index = ProcessIndex(directory)
    if index.value is not None:
        _claimed.append(index)
        os.environ["WORKER_INDEX"] = str(index.value)
