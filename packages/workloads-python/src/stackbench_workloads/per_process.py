"""What each process makes for itself."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class PerProcess(Generic[Made]):
    """
    Made by the first who asks, once, whatever thread it is in.

    Servers fork after they have loaded the app, or before: what holds threads or connections is
    made in the process that serves, never in one that forks.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = Lock()
        self._made: Made | None = None

    def get(self) -> Made:
        """Raises what making it raises; the next one who asks tries again."""
        made = self._made
        if made is None:
            with self._lock:
                made = self._made
                if made is None:
                    made = self._made = self._make()
        return made
