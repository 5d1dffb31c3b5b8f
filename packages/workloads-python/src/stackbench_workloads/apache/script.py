"""What mod_wsgi loads once in each process: the stack's `app`, told which of the processes it is."""

from stackbench_workloads.process_index import claim_index

claim_index()

from app import application  # noqa: E402, F401
