"""Who is at work in this thread: a person in a browser, a command, or the worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WORKER = "werker"
_actor: ContextVar[str] = ContextVar("actor", default="programma")


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What is recorded inside was done by this account, command or worker."""
    token = _actor.set(name[:200])
    try:
        yield
    finally:
        _actor.reset(token)


def actor() -> str:
    """Who it is; "programma" where nobody said."""
    return _actor.get()
