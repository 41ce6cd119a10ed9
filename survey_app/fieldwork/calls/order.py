"""Whom to call next, decided from what came of earlier calls; knows no database."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

# What can come of a call, and whether the person is called again after it.
SPOKEN, NO_ANSWER, APPOINTMENT = "gesproken", "geen gehoor", "afspraak"
REFUSES, WRONG_NUMBER = "weigert", "verkeerd nummer"
OUTCOMES: Mapping[str, bool] = MappingProxyType(
    {SPOKEN: True, NO_ANSWER: True, APPOINTMENT: True, REFUSES: False, WRONG_NUMBER: False}
)
OPEN, WAITS, CLOSED = "open", "appointment", "closed"
# Nobody is called more often than this without being spoken to.
MOST_ATTEMPTS = 5
TRIED_ENOUGH = "tried_enough"
SPOKEN_CLOSINGS = ("language", "unable", "already_done")  # why nobody calls again after a talk
# Why nobody calls somebody any more, after an outcome that is final.
_FINAL: Mapping[str, str] = MappingProxyType({REFUSES: "refuses", WRONG_NUMBER: "wrong_number"})
MORNING, AFTERNOON, EVENING = 1, 2, 4
Stratum = tuple[str, str]  # questionnaire and language: all that is known before somebody answers


@dataclass(frozen=True, slots=True)
class Group:
    """People whose turn is the same: equally often called, at the same parts of the day."""

    hours_tried: int
    calls: int
    questionnaire: str
    language: str
    people: int


def part_of_day(moment: datetime.datetime) -> int:
    """The part of the day of a local moment, as a bit of `hours_tried`.

    >>> [part_of_day(datetime.datetime(2026, 11, 23, hour)) for hour in (9, 12, 17)]
    [1, 2, 4]
    """
    return MORNING if moment.hour < 12 else AFTERNOON if moment.hour < 17 else EVENING


def standing_after(outcome: str, calls: int) -> tuple[str, str | None]:
    """The state of the calling after a call, and the reason when it is closed.

    >>> standing_after(WRONG_NUMBER, 1), standing_after(APPOINTMENT, 9)
    (('closed', 'wrong_number'), ('appointment', None))
    >>> standing_after(NO_ANSWER, 4), standing_after(NO_ANSWER, 5)
    (('open', None), ('closed', 'tried_enough'))
    """
    if outcome in _FINAL:
        return CLOSED, _FINAL[outcome]
    if outcome == APPOINTMENT:
        return WAITS, None
    if outcome == NO_ANSWER and calls >= MOST_ATTEMPTS:
        return CLOSED, TRIED_ENOUGH
    return OPEN, None


def in_turn(groups: Iterable[Group], part: int, first: Mapping[Stratum, int]) -> list[Group]:
    """The groups in the order in which they are called now.

    Who was tried at this part of the day waits for another part. Then come the strata that the
    response asks for (`first`, with their place), then who was called least. Within a group the
    random ids decide, which say nothing.

    >>> groups = [Group(1, 1, "K1", "nl", 3), Group(0, 0, "K1", "nl", 9)]
    >>> groups.append(Group(2, 1, "K3", "ar", 2))
    >>> [one.people for one in in_turn(groups, MORNING, {})]
    [9, 2, 3]
    >>> [one.people for one in in_turn(groups, MORNING, {("K3", "ar"): 0})]
    [2, 9, 3]
    """
    last = len(first)

    def turn(group: Group) -> tuple[bool, int, int, str, str, int]:
        stratum = (group.questionnaire, group.language)
        tried = bool(group.hours_tried & part)
        return (tried, first.get(stratum, last), group.calls, *stratum, group.hours_tried)

    return sorted(groups, key=turn)


def slices(sizes: Iterable[int], start: int, number: int) -> list[tuple[int, int, int]]:
    """Which rows of consecutive parts make up one page: (part, its first row, how many).

    >>> slices([3, 0, 4, 9], 2, 4)
    [(0, 2, 1), (2, 0, 3)]
    """
    found = []
    for part, size in enumerate(sizes):
        taken = min(size - start, number)
        if taken > 0:
            found.append((part, start, taken))
            start, number = 0, number - taken
        else:
            start -= size
    return found
