"""What stands beside an answer may not lead to the person: rare ways of answering are not kept.

The invitation store knows in which language and by which ways somebody could answer, and the
calls know in which week. A response that keeps the same facts is joined to its person by a plain
query when few answered like that. So each response fits at least `FITTING` spent ways in on all
that both stores hold (all of the questionnaire where fewer answered it); otherwise a fact is left
out: first the language, then the mode with everything that tells it (method.md D.4, design.md 5).

Pure: counts in, submissions out.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from survey_app.clock import iso_week, month_of
from survey_app.stores.inbox import Submission

FITTING = 5
Facts = tuple[str | None, str | None]  # mode, language; None = not told
NOTHING: Facts = (None, None)


@dataclass(frozen=True, slots=True)
class WayIn:
    """A spent way in, as the invitation store describes it: its modes and its language."""

    modes: frozenset[str]
    language: str

    def tells(self) -> list[Facts]:
        """What a response that came by this way can tell.

        >>> WayIn(frozenset({"web", "phone"}), "ti").tells()
        [('phone', 'ti'), ('web', 'ti')]
        """
        return [(mode, self.language) for mode in sorted(self.modes)]


@dataclass(frozen=True, slots=True)
class Stored:
    """A submission as the answer store keeps it; None = left out."""

    submission: Submission
    mode: str | None
    helped: bool | None
    language: str | None
    easy_read: bool | None
    period: str | None


def kept_facts(ways: Counter[WayIn], told: Iterable[Facts]) -> dict[Facts, Facts]:
    """For each combination that a response tells, what may be kept of it.

    What is left out forms a group of its own that must be as large: where it is not, the smallest
    group that would be kept joins it.

    >>> nl, ti = WayIn(frozenset({"web"}), "nl"), WayIn(frozenset({"web"}), "ti")
    >>> kept_facts(Counter({nl: 20, ti: 1}), [("web", "nl"), ("web", "ti")])
    {('web', 'nl'): ('web', None), ('web', 'ti'): ('web', None)}
    >>> kept_facts(Counter({nl: 20, ti: 6}), [("web", "nl"), ("web", "ti")])
    {('web', 'nl'): ('web', 'nl'), ('web', 'ti'): ('web', 'ti')}
    """
    wanted = sorted(set(told), key=str)
    if not ways:  # nothing to join with: answers from a file
        return {facts: facts for facts in wanted}
    kept = {facts: facts for way in ways for facts in way.tells()}
    sizes = _sizes(ways, kept)
    while len(sizes) > 1 or NOTHING not in sizes:
        small = min(sizes, key=lambda group: (sizes[group], str(group)))
        if sizes[small] >= FITTING:
            break
        joining, wider = _joined(small, sizes)
        kept = {facts: wider if group == joining else group for facts, group in kept.items()}
        sizes = _sizes(ways, kept)
    return {facts: kept.get(facts) or _of_a_stranger(facts, ways, sizes) for facts in wanted}


def coarsened(
    sheets: Sequence[Submission],
    ways: Counter[WayIn],
    called: Callable[[Facts, str], int],
    is_rolling: bool = False,
) -> list[Stored]:
    """The sheets with what may be kept beside them.

    `is_rolling`: people are invited week by week, a few at a time. The week of an answer would
    then tell whose it is, so no period is kept.

    `called(facts, period)` tells how many spent ways in that fit the facts had a call in an ISO
    week or month: somebody who answered by telephone was called in the week of the answer.
    """
    kept = kept_facts(ways, ((sheet.mode, sheet.language) for sheet in sheets))
    return [
        replace(one, period=None) if is_rolling else one
        for sheet in sheets
        for one in [_stored(sheet, kept[sheet.mode, sheet.language], called if ways else None)]
    ]


def _stored(sheet: Submission, facts: Facts, called: Callable[[Facts, str], int] | None) -> Stored:
    mode, language = facts
    week, month = iso_week(sheet.submitted_on), month_of(sheet.submitted_on)
    period: str | None = week
    if called is not None and sheet.mode == "phone":
        fitting = (at for at in (week, month) if called(facts, at) >= FITTING)
        period = next(fitting, None)
    tells_mode = mode is not None
    return Stored(
        submission=replace(
            sheet,
            mode=mode or "",
            language=language or "",
            helped=sheet.helped and tells_mode,
            easy_read=sheet.easy_read and tells_mode,
        ),
        mode=mode,
        helped=sheet.helped if tells_mode else None,
        language=language,
        easy_read=sheet.easy_read if tells_mode else None,
        period=period,
    )


def _sizes(ways: Counter[WayIn], kept: Mapping[Facts, Facts]) -> Counter[Facts]:
    """How many ways in can have led to a response of each group."""
    sizes: Counter[Facts] = Counter()
    for way, number in ways.items():
        for group in {kept[facts] for facts in way.tells()}:
            sizes[group] += number
    return sizes


def _joined(small: Facts, sizes: Counter[Facts]) -> tuple[Facts, Facts]:
    """Which group gives up what: (that group, the wider group it becomes part of)."""
    mode, language = small
    if language is not None:
        return small, (mode, None)
    others = [group for group in sizes if group != small and mode in (None, group[0])]
    if others:
        return min(others, key=lambda group: (sizes[group], str(group))), small
    return small, NOTHING


def _of_a_stranger(facts: Facts, ways: Counter[WayIn], sizes: Counter[Facts]) -> Facts:
    """Somebody who answered in another language than they were written to in."""
    wide = (facts[0], None)
    if wide in sizes:
        return wide
    like = sum(number for way, number in ways.items() if facts[0] in way.modes)
    return NOTHING if NOTHING in sizes or like < FITTING else wide
