"""Slow work is done outside transactions that write: every test fails where it is not.

Who waits for the write lock waits for whatever is done under it. So hashing that is slow on
purpose, opening sealed boxes, typesetting and talking to a server are watched in every test: they
are noted when the same thread has a writing transaction open.
"""

import hashlib
import smtplib
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from argon2 import PasswordHasher
from nacl.public import SealedBox
from sqlalchemy import Connection, Engine, event

# Where it is looked up when it is called; `hashlib` before the product is imported.
SLOW: tuple[tuple[Any, str], ...] = (
    (hashlib, "scrypt"),
    (PasswordHasher, "hash"),
    (PasswordHasher, "verify"),
    (SealedBox, "decrypt"),
    (subprocess, "run"),
    (smtplib.SMTP, "connect"),
    (urllib.request, "urlopen"),
)
_here = threading.local()
_seen: list[str] = []


def pytest_configure() -> None:
    """Watch from before the product is imported."""
    for owner, name in SLOW:
        setattr(owner, name, _watched(name, getattr(owner, name)))
    event.listen(Engine, "begin", _begun)
    event.listen(Engine, "commit", _ended)
    event.listen(Engine, "rollback", _ended)


@pytest.fixture(autouse=True)
def nothing_slow_in_a_writing_transaction() -> Iterator[None]:
    """Fails the test in which something slow was done while others could not write."""
    _seen.clear()
    _of_this_thread().clear()  # of a test that could not begin
    yield
    assert not _seen, f"inside a transaction that writes: {', '.join(_seen)}"


def taken_note_of() -> list[str]:
    """What was done so far inside a transaction that writes; it is forgotten with this."""
    found = list(_seen)
    _seen.clear()
    return found


def _watched(name: str, slow: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(slow)
    def noted(*arguments: Any, **named: Any) -> Any:
        if getattr(_here, "writing", None):
            _seen.append(name)
        return slow(*arguments, **named)

    return noted


def _begun(connection: Connection) -> None:
    if connection.get_execution_options().get("writing"):
        _of_this_thread().add(id(connection.connection.dbapi_connection))


def _ended(connection: Connection) -> None:
    _of_this_thread().discard(id(connection.connection.dbapi_connection))


def _of_this_thread() -> set[int]:
    if not hasattr(_here, "writing"):
        _here.writing = set()
    return _here.writing  # a thread-local has no types
