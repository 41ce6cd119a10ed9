"""Slowing down password guessing, in memory: per account and client, and per account in all."""

import hmac
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic

FREE_ATTEMPTS = 5  # wrong passwords before somebody has to wait
FREE_ATTEMPTS_IN_ALL = 50  # for one account, over all clients together
FIRST_WAIT = 30.0  # seconds; doubles with each further wrong password
LONGEST_WAIT = 900.0
REMEMBERED = 10_000


@dataclass(slots=True)
class _Failures:
    number: int = 0
    blocked_until: float = 0.0


@dataclass(slots=True)
class LoginThrottle:
    """Counts wrong passwords; addresses are kept only as a hash under a key of this process."""

    clock: Callable[[], float] = monotonic
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _failures: OrderedDict[bytes, _Failures] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seconds_to_wait(self, name: str, client: str) -> float:
        """How long this client must wait before it may try this account; 0 when it may now."""
        moment = self.clock()
        with self._lock:
            waits = [
                found.blocked_until - moment
                for key, _ in self._buckets(name, client)
                if (found := self._failures.get(key)) is not None
            ]
        return max([0.0, *waits])

    def failed(self, name: str, client: str) -> None:
        """Remember a wrong password."""
        moment = self.clock()
        with self._lock:
            for key, free in self._buckets(name, client):
                found = self._failures.setdefault(key, _Failures())
                self._failures.move_to_end(key)
                found.number += 1
                if found.number >= free:
                    wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(found.number - free, 10))
                    found.blocked_until = moment + wait
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)

    def succeeded(self, name: str, client: str) -> None:
        """Forget this client's own mistakes; what others tried on the account stays counted."""
        own, _ = self._buckets(name, client)[0]
        with self._lock:
            self._failures.pop(own, None)

    def _buckets(self, name: str, client: str) -> tuple[tuple[bytes, int], tuple[bytes, int]]:
        account = name.casefold().strip()
        return (
            (self._hash(f"{account}\0{client}"), FREE_ATTEMPTS),
            (self._hash(account), FREE_ATTEMPTS_IN_ALL),
        )

    def _hash(self, text: str) -> bytes:
        return hmac.digest(self._key, text.encode("utf-8", "surrogatepass"), sha256)
