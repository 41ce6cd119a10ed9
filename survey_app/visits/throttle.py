"""Throttles: so many tries per client and in all, per purpose, in memory only.

A client is a keyed hash of its address under a key that changes every day and is never stored,
so that no log or table can tell who tried. Nothing resets a counter except time.
"""

import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

DAY = 86_400
MAX_CLIENTS = 20_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `per_client` tries of one client and `in_all` tries together, per `seconds`."""

    per_client: int
    in_all: int
    seconds: int = 60


class Throttle:
    """Counts tries per purpose. One per process; a process restart forgets."""

    def __init__(
        self, limits: dict[str, Limit], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._tries: dict[tuple[str, bytes], deque[float]] = {}
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._key_since = clock()

    def allows(self, purpose: str, address: str) -> bool:
        """Count one try; False when this client, or everybody together, tried too often."""
        limit = self._limits[purpose]
        with self._lock:
            now = self._clock()
            self._rotate(now)
            client = hmac.digest(self._key, address.encode(), sha256)[:16]
            mine = self._recent((purpose, client), now, limit.seconds)
            everyone = self._recent((purpose, b""), now, limit.seconds)
            # A refused try counts for nobody: one client cannot use up what others have left.
            if len(mine) >= limit.per_client or len(everyone) >= limit.in_all:
                return False
            for who, tries in (((purpose, client), mine), ((purpose, b""), everyone)):
                tries.append(now)
                self._tries[who] = tries
            return True

    def _recent(self, who: tuple[str, bytes], now: float, seconds: int) -> deque[float]:
        tries = self._tries.get(who) or deque()
        while tries and tries[0] <= now - seconds:
            tries.popleft()
        return tries

    def _rotate(self, now: float) -> None:
        if now - self._key_since >= DAY:
            self._key, self._key_since = secrets.token_bytes(32), now
            self._tries.clear()
        elif len(self._tries) > MAX_CLIENTS:
            longest = max(limit.seconds for limit in self._limits.values())
            for who in [who for who, tries in self._tries.items() if tries[-1] <= now - longest]:
                del self._tries[who]


def client_address(remote: str, forwarded: str, trusted_proxies: int) -> str:
    """The address of the client: the N-th from the right that our own N proxies wrote.

    What stands further left was written by the client itself and is never believed.

    >>> client_address("10.0.0.1", "6.6.6.6, 1.2.3.4", 1)
    '1.2.3.4'
    >>> client_address("10.0.0.1", "6.6.6.6", 0)
    '10.0.0.1'
    """
    if trusted_proxies == 0:
        return remote
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    return hops[-trusted_proxies] if len(hops) >= trusted_proxies else remote
