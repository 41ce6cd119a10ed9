"""The same work for many: what fails for one holds no other up."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from survey_app.errors import StoreUnavailable

Thing = TypeVar("Thing")


def one_by_one(things: Iterable[Thing], work: Callable[[Thing], object]) -> None:
    """Do this for each thing, also for those after one that fails.

    Raises the first failure once each had its turn, and StoreUnavailable at once: it would be so
    for every other as well.
    """
    first: Exception | None = None
    for thing in things:
        try:
            work(thing)
        except StoreUnavailable:
            raise
        except Exception as error:
            first = first or error
    if first is not None:
        raise first
