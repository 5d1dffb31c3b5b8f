"""What mod_wsgi loads once in each process: the stack's `app`, told which of the processes it is."""

import os

from stackbench_workloads.apache.process_index import ProcessIndex

# Kept: the index is this process's as long as the object lives.
index = ProcessIndex(os.environ["PROCESS_INDICES"])
if index.value is not None:
    os.environ["WORKER_INDEX"] = str(index.value)

from app import application  # noqa: E402, F401
