"""The contract on Django with the middleware that a new project has."""

from stackbench_workloads.django_application import DEFAULT_MIDDLEWARE, django_application

application = django_application(DEFAULT_MIDDLEWARE)
