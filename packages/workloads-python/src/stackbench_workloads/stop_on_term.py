"""How a program stops that no server's process manager stops."""

import signal
import sys


def stop_on_term() -> None:
    """Ends the process with status 0 on SIGTERM, which as a container's first process it would ignore."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
