"""The chain of the log: each entry is hashed together with the hash of the one before it.

SHA-256 over the hash before and the entry as canonical JSON (keys in order, no spaces, UTF-8). Who
changes, leaves out, adds or moves an entry breaks every hash after it.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.operators.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as the chain sees it."""

    number: int
    content: Mapping[str, Any]
    before: bytes
    hashed: bytes


def start_of(organisation_id: str) -> bytes:
    """What the first entry of an organisation is chained to."""
    return hashlib.sha256(organisation_id.encode()).digest()


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one way to write an entry.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def hash_of_entry(before: bytes, content: Mapping[str, Any]) -> bytes:
    """The hash of an entry that follows `before`."""
    return hashlib.sha256(before + canonical(content)).digest()


def content_of(
    organisation_id: str,
    number: int,
    at: datetime.datetime,
    said: tuple[str, str, str],
    details: Mapping[str, Any],
) -> dict[str, Any]:
    """An entry as it is hashed; `said` is who, what, about."""
    who, what, about = said
    return {
        "organisation": organisation_id,
        "number": number,
        "at": at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "who": who,
        "what": what,
        "about": about,
        "details": dict(details),
    }


def first_break(links: Iterable[Link], start: bytes, end: tuple[int, bytes]) -> str | None:
    """What is wrong with a chain, and where; None for a whole one.

    `end` is the number and hash that the chain must end with. The oldest entries may have been
    taken away by the retention: the first one that is left is then believed for what was before.
    """
    last: Link | None = None
    for link in links:
        wrong = _break_at(link, last, start)
        if wrong is not None:
            return wrong
        last = link
    if last is None:
        return (
            None if end == (0, start) else Sentence("entries up to {end} are missing", end=end[0])
        )
    if (last.number, last.hashed) != end:
        return Sentence(
            "the log ends at entry {number}, but entry {end} was written",
            number=last.number,
            end=end[0],
        )
    return None


def _break_at(link: Link, last: Link | None, start: bytes) -> str | None:
    """What is wrong with an entry and the one before it."""
    if last is None and link.number == 1 and link.before != start:
        return Sentence("entry 1 does not begin the chain of this organisation")
    if last is not None and link.number != last.number + 1:
        return Sentence("entry {number} is missing", number=last.number + 1)
    if last is not None and link.before != last.hashed:
        return Sentence(
            "entry {number} does not follow entry {number_too}",
            number=link.number,
            number_too=last.number,
        )
    if hash_of_entry(link.before, link.content) != link.hashed:
        return Sentence("entry {number} was changed", number=link.number)
    return None
