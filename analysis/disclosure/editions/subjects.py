"""Whether the subjects of an edition may be renewed, or stay as they were (D.4 point 7).

A subject tells more than a cell: groups, pairs of answers, shares. So the subjects of a closed
wave are renewed together or not at all: as soon as one number of people in them moved by fewer
than the minimum, or a figure changed while its number of people did not, all stay as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What follows from published cells and from figures of the municipality tells of nobody.
DERIVED = frozenset({"figures", "tipping"})
IDENTITY = frozenset(
    {"row", "a", "b", "cell", "code", "point", "questionnaire", "provider", "name"}
)


def subjects_must_wait(before: Mapping[str, Any], after: Mapping[str, Any], minimum: int) -> bool:
    """Whether subtracting these subjects would tell about fewer people than the minimum.

    >>> subjects_must_wait({"modes": {"n": 20}}, {"modes": {"n": 22}}, 5)
    True
    >>> subjects_must_wait({"modes": {"n": 20}}, {"modes": {"n": 25}}, 5)
    False
    """
    return any(
        _tells(before[name], after[name], minimum)
        for name in before.keys() & after.keys() - DERIVED
    )


def _tells(before: Any, after: Any, minimum: int) -> bool:
    if isinstance(before, dict) and isinstance(after, dict):
        return _record_tells(before, after, minimum)
    if isinstance(before, list) and isinstance(after, list):
        return _list_tells(_named(before), _named(after), minimum)
    if _is_count(before) and _is_count(after):
        return 0 < abs(int(before) - int(after)) < minimum
    # A number that appears or goes tells that somebody came or left.
    return _is_count(before) != _is_count(after) and (before is None or after is None)


def _named(records: list[Any]) -> dict[Any, Any]:
    """The records by what they are about; by their place where that is not clear."""
    found = {_about(record): record for record in records}
    return found if len(found) == len(records) and () not in found else dict(enumerate(records))


def _about(record: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(record, dict):
        return ()
    return tuple(
        (name, value)
        for name, value in sorted(record.items())
        if name in IDENTITY and isinstance(value, str)
    )


def _list_tells(before: dict[Any, Any], after: dict[Any, Any], minimum: int) -> bool:
    """Records that came or went tell something when they count people; a first list does not."""
    shared = before.keys() & after.keys()
    alone = [one for found in (before, after) for name, one in found.items() if name not in shared]
    return bool(before) and (
        any(_counts_people(one) for one in alone)
        or any(_tells(before[name], after[name], minimum) for name in shared)
    )


def _counts_people(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_counts_people(one) for one in value.values())
    if isinstance(value, list):
        return any(_counts_people(one) for one in value)
    return _is_count(value)


def _record_tells(before: dict[str, Any], after: dict[str, Any], minimum: int) -> bool:
    if before.get("hidden", False) != after.get("hidden", False):
        return True
    shared = before.keys() & after.keys()
    counts = [name for name in shared if _is_count(before[name]) and _is_count(after[name])]
    same_people = bool(counts) and all(before[name] == after[name] for name in counts)
    moved = (name for name in shared if before[name] != after[name])
    if same_people and any(isinstance(before[name], float) for name in moved):
        return True
    return any(_tells(before[name], after[name], minimum) for name in shared)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
