"""Throttles: so many tries per client and in all, per purpose, over all web processes together.

Nothing resets a counter except time, and nobody is locked out by what others do: a crowd of
wrong tries sounds an alarm in the log and leaves every client fewer tries, never none.

Why that is enough. A letter code has 65 random bits, a link 128, a receipt 50. Each look-up of a
letter code costs a core at least 40 ms (scrypt), so eight cores that do nothing else for all 60
days of a wave make 1e9 tries. With 100,000 live codes one of them is hit with odds of
1e9 * 1e5 / 2**65 = 3e-6; a million tries have 3e-9 (reliability F2). Guessing is hopeless even
without any limit: the limits keep the processor free for people, and tell the operator.
A thousand addresses that each try a receipt as often as they may under alarm (2 in 10 minutes)
make 1.7e7 tries in 60 days: with 1,000 receipts waiting that is 1.7e7 * 1e3 / 2**50 = 2e-5.

A client is a keyed hash of the day and its address, under a key that lies apart from the
counters; a counter lives for two periods. IPv6 addresses count per network of 64 bits, since
one line has them all.
"""

import hmac
import ipaddress
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from survey_app import clock
from survey_app.operators.sentence import Sentence
from survey_app.visits.short_memory import ShortMemory

DAY = 86_400
NETWORK_BITS = 64
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries of one client per `seconds`; after `in_all` of everybody only `under_alarm`."""

    per_client: int
    in_all: int
    under_alarm: int
    seconds: int = 60


class Throttle:
    """Counts tries per purpose, and within it per scope (such as one open link)."""

    def __init__(
        self,
        limits: Mapping[str, Limit],
        memory: ShortMemory,
        key: bytes,
        clock: Callable[[], float] = lambda: clock.now().timestamp(),
    ) -> None:
        self._limits = limits
        self._memory = memory
        self._key = key
        self._clock = clock

    def admits(self, purpose: str, address: str, scope: str = "") -> bool:
        """Whether this client may try now; only reads."""
        limit, moment = self._limits[purpose], self._clock()
        part, share = divmod(moment / limit.seconds, 1)
        now = self._names(purpose, scope, address, int(part))
        before = self._names(purpose, scope, address, int(part) - 1)
        mine, everyone, mine_before, everyone_before = self._memory.counts([*now, *before])
        # What was counted in the period before weighs less the further this one has come.
        mine_lately = mine + mine_before * (1 - share)
        alarm = everyone + everyone_before * (1 - share) >= limit.in_all
        return mine_lately < (limit.under_alarm if alarm else limit.per_client)

    def count(self, purpose: str, address: str, scope: str = "") -> None:
        """Count one try; the operator is told when there are too many of everybody."""
        limit = self._limits[purpose]
        names = self._names(purpose, scope, address, int(self._clock() // limit.seconds))
        _, everyone = self._memory.count(names, 2 * limit.seconds)
        if everyone == limit.in_all:
            logger.warning(
                Sentence(
                    "ALARM {purpose}: {tries} tries within {seconds} seconds, perhaps somebody is "
                    "guessing; people still get in, with fewer tries each",
                    purpose=purpose,
                    tries=everyone,
                    seconds=limit.seconds,
                )
            )

    def allows(self, purpose: str, address: str, scope: str = "") -> bool:
        """Whether this client may, counted if so: for what costs something when it succeeds."""
        if not self.admits(purpose, address, scope):
            return False
        self.count(purpose, address, scope)
        return True

    def _names(self, purpose: str, scope: str, address: str, part: int) -> tuple[str, str]:
        """The counter of this client and that of everybody in one period."""
        day = part * self._limits[purpose].seconds // DAY
        subject = f"{day}|{purpose}|{scope}|{network_of(address)}"
        client = hmac.digest(self._key, subject.encode(), sha256)[:16].hex()
        return f"{purpose}|{scope}|{part}|{client}", f"{purpose}|{scope}|{part}|"


def network_of(address: str) -> str:
    """The address, or the network of an IPv6 address: one line has 2**64 of them.

    >>> network_of("2001:db8:1:2:3:4:5:6"), network_of("::ffff:10.0.0.1"), network_of("10.0.0.1")
    ('2001:db8:1:2::', '10.0.0.1', '10.0.0.1')
    """
    try:
        parsed = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.IPv6Network((parsed, NETWORK_BITS), strict=False).network_address)


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
