"""Apache with mod_wsgi, for every WSGI application: `python -m stackbench_workloads.apache`."""
