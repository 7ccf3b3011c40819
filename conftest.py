"""Fixtures for the tests of every app; here, since pytest lets only a conftest.py replace what other plugins give."""

from hypothesis import HealthCheck, settings

from tests import day
from tests.access.world import matrix
from tests.cast import cast, client_for
from tests.environment import django_db_setup
from tests.journeys import browser_context_args, browser_type_launch_args, context, site

__all__ = [
    "browser_context_args",
    "browser_type_launch_args",
    "cast",
    "client_for",
    "context",
    "django_db_setup",
    "matrix",
    "site",
]

day.settle()
# The same examples in every run, and no verdict by the clock: what passed before a commit passes after it.
settings.register_profile(
    "same", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")
