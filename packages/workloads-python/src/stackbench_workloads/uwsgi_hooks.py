"""Tells uWSGI's workers who they are. Can be imported inside uWSGI only."""

import os

import uwsgi


def tell_index() -> None:
    """Runs in each worker before it serves. Cheaper workers that come back have their old number."""
    os.environ["WORKER_INDEX"] = str(uwsgi.worker_id() - 1)


uwsgi.post_fork_hook = tell_index
