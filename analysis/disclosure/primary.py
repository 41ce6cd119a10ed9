"""Primary rules: what one figure may show, judged by its own number of answers (D.4 rules 1-3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from analysis.parameters import DEFAULT, Parameters


class Reason(Enum):
    """Why a figure is hidden; the value is the sentence for the screen."""

    TOO_FEW = "Te weinig antwoorden."
    COMPLEMENTARY = "Afgeschermd: anders was een kleine groep uit te rekenen."
    WITHHELD = "Deze tabel is niet veilig te tonen. Kijk naar het totaal over de groepen."


class DisclosureError(ValueError):
    """Raised when counts cannot be judged: negative, not whole, or contradicting each other."""


class Visibility(Enum):
    """What a figure may show; the value is the mark on screen (None: no mark needed)."""

    EMPTY = "geen antwoorden"
    HIDDEN = "afgeschermd"
    INDICATIVE = "indicatief"
    SHOWN = None

    @property
    def has_mean(self) -> bool:
        """Tell whether n and the mean may be published."""
        return self in (Visibility.INDICATIVE, Visibility.SHOWN)

    @property
    def has_distribution(self) -> bool:
        """Tell whether distribution, share, spread, interval and questions may be published."""
        return self is Visibility.SHOWN


@dataclass(frozen=True, slots=True)
class ShareShown:
    """A share (0-1) as it may be published: the value, or only a bound, or neither."""

    value: float | None
    bound: str | None


def checked_count(n: int) -> int:
    """Return `n` when it is a whole number of people of at least 0.

    Raises DisclosureError otherwise: a wrong count must never pass as "enough answers".

    >>> checked_count(7)
    7
    >>> checked_count(-1)
    Traceback (most recent call last):
        ...
    analysis.disclosure.primary.DisclosureError: a count must be a whole number from 0, not -1
    """
    if isinstance(n, bool) or n != int(n) or n < 0:
        raise DisclosureError(f"a count must be a whole number from 0, not {n!r}")
    return int(n)


def visibility(n: int, parameters: Parameters = DEFAULT) -> Visibility:
    """Judge a figure by its number of people `n` (unweighted). Source: D.4 rules 1 and 2.

    Raises DisclosureError when `n` is no count.

    >>> [visibility(n).name for n in (0, 4, 5, 9, 10)]
    ['EMPTY', 'HIDDEN', 'INDICATIVE', 'INDICATIVE', 'SHOWN']
    """
    count = checked_count(n)
    if count == 0:
        return Visibility.EMPTY
    if count < parameters.disclosure_minimum:
        return Visibility.HIDDEN
    if count < parameters.distribution_minimum:
        return Visibility.INDICATIVE
    return Visibility.SHOWN


def bounded_share(share: float | None, n: int, parameters: Parameters = DEFAULT) -> ShareShown:
    """Return a share (0-1) as it may be published with `n` people. Source: D.4 rules 1 and 3.

    Below `homogeneity_n` people an extreme share becomes a bound, so that nobody is told that
    everybody of a group said the same. Raises DisclosureError when the share is outside 0-1.

    >>> bounded_share(1.0, 12)
    ShareShown(value=None, bound='≥ 90 %')
    >>> bounded_share(1.0, 30)
    ShareShown(value=1.0, bound=None)
    """
    if share is None or not visibility(n, parameters).has_mean:
        return ShareShown(None, None)
    if not 0 <= share <= 1:
        raise DisclosureError(f"a share lies between 0 and 1, not {share!r}")
    if n < parameters.homogeneity_n:
        if share <= parameters.homogeneity_low:
            return ShareShown(None, f"≤ {parameters.homogeneity_low:.0%}".replace("%", " %"))
        if share >= parameters.homogeneity_high:
            return ShareShown(None, f"≥ {parameters.homogeneity_high:.0%}".replace("%", " %"))
    return ShareShown(share, None)


def is_few(people: float, parameters: Parameters = DEFAULT) -> bool:
    """Tell whether a number of people is above 0 and below the minimum. Source: D.4 rule 1.

    >>> [is_few(n) for n in (0, 4, 5)]
    [False, True, False]
    """
    return 0 < people < parameters.disclosure_minimum


def enough_open_answers(n: int, parameters: Parameters = DEFAULT) -> bool:
    """Tell whether a number of open answers, or of one theme, may be told. Source: D.4 rule 8.

    >>> [enough_open_answers(n) for n in (9, 10)]
    [False, True]
    """
    return checked_count(n) >= parameters.open_answer_minimum


def split_tells(part: float, whole: float, parameters: Parameters = DEFAULT) -> bool:
    """Tell whether "`part` of `whole`" says it of all in a small group, or tells of the few others.

    That the part itself is small is another rule (`is_few`). Source: D.4 rules 3 and 7.

    >>> [split_tells(part, 15) for part in (15, 12, 8)]
    [True, True, False]
    """
    if part in (0, whole):
        return whole < parameters.homogeneity_n
    return is_few(whole - part, parameters)


def primary_hidden(groups: Mapping[str, int], parameters: Parameters = DEFAULT) -> frozenset[str]:
    """Return the names of the groups that are too small to show. Source: D.4 rule 1.

    >>> sorted(primary_hidden({"a": 4, "b": 0, "c": 5}))
    ['a']
    """
    return frozenset(
        name for name, n in groups.items() if visibility(n, parameters) is Visibility.HIDDEN
    )
