"""Fixtures for every test: real servers, real databases, a real browser (tests/services/)."""

import os

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no mistake, and the same change gives the same verdict twice: every run draws
# the same examples. Only the nightly tests look for new ones.
settings.register_profile(
    "change", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("nightly", deadline=None)

os.environ["TRAJECTSPIEGEL_LANGUAGE"] = "en"  # whatever the language of who runs the tests

pytest_plugins = (
    "tests.services.slow_work",
    "tests.services.turns",
    "tests.services.postgres",
    "tests.services.databases",
    "tests.services.redis_server",
    "tests.services.smtp_sink",
    "tests.services.browser",
    "tests.services.web_server",
    "tests.services.once",
    "tests.services.product",
)


def pytest_configure(config: pytest.Config) -> None:
    """Fixed examples for every change, fresh ones in the nightly run."""
    settings.load_profile("nightly" if "nightly" in config.getoption("markexpr") else "change")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the nightly tests out unless somebody chose by marker."""
    if config.getoption("markexpr"):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]
