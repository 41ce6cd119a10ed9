"""A wave and people who answer, for tests in which something breaks under them."""

from tests.respond.conftest import fieldwork, someone

__all__ = ["fieldwork", "someone"]
