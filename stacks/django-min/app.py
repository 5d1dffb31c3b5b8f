"""The contract on Django without any middleware."""

from stackbench_workloads.django_application import django_application

application = django_application(())
