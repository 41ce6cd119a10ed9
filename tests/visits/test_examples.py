"""The examples in the modules are true."""

import doctest
from types import ModuleType

import pytest

from survey_app.visits import origin, throttle


@pytest.mark.parametrize("module", [origin, throttle])
def test_the_examples_hold(module: ModuleType) -> None:
    found = doctest.testmod(module)
    assert (found.failed, found.attempted > 0) == (0, True)
