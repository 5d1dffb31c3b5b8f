"""Ending the processes that a server forks from itself and does not end with itself."""

import os
import signal
import sys
from types import FrameType


def pass_on_term() -> None:
    """Lets SIGTERM to this process reach all processes that it forks from now on, and not end this one.

    They exit with status 0 as long as they do not handle the signal otherwise. Makes this process the
    leader of a group of its own: nobody else shall get the signal.
    """
    leader = os.getpid()
    if os.getpgrp() != leader:
        os.setpgid(0, 0)

    def pass_on(_signal: int, _frame: FrameType | None) -> None:
        if os.getpid() != leader:
            sys.exit(0)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        os.killpg(leader, signal.SIGTERM)

    signal.signal(signal.SIGTERM, pass_on)
