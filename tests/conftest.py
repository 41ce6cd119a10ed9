"""Fixtures for every test: real servers, real databases, a real browser (tests/services/)."""

import pytest

pytest_plugins = (
    "tests.services.postgres",
    "tests.services.databases",
    "tests.services.redis_server",
    "tests.services.smtp_sink",
    "tests.services.browser",
    "tests.services.web_server",
    "tests.services.product",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the nightly tests out unless somebody chose by marker."""
    if config.getoption("markexpr"):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]
