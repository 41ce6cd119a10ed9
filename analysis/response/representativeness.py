"""Do the answers resemble the people who were asked? (method.md D.9, case 09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt

from scipy.special import chdtrc

from analysis.disclosure import suppress_one_dimension
from analysis.parameters import DEFAULT, Parameters

UNKNOWN = "onbekend"
GOOD, FAIR, WEAK = "goed", "matig", "zwak"


@dataclass(frozen=True, slots=True)
class GroupResponse:
    """Response of one category; shares and response on 0-1, `ratio` = response / population share.

    `balanced` tells that the ratio lies within the green band; `heard` that advies 3 is met.
    """

    group: str
    population: int
    answers: int | None
    response: float | None
    population_share: float
    response_share: float | None = None
    ratio: float | None = None
    balanced: bool | None = None
    heard: bool | None = None


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """Goodness of fit of the answers to the population shares."""

    statistic: float
    df: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Representativeness:
    """Response over the categories of one background feature; None without answers.

    `unknown` counts the people who did not say: a category of the response, outside all shares.
    """

    answers: int | None
    population: int
    response: float | None
    unknown: int | None
    groups: tuple[GroupResponse, ...]
    chi_square: ChiSquare | None
    dissimilarity: float | None
    r_indicator: float | None
    r_word: str | None


@dataclass(frozen=True, slots=True)
class FormResponse:
    """The response account of one client form: numbers of people at each step."""

    invited: int
    bounced: int
    answered: int
    complete: int

    @property
    def response(self) -> float | None:
        """Return answered / invitations that arrived (0-1), None when none arrived."""
        arrived = self.invited - self.bounced
        return self.answered / arrived if arrived > 0 else None


def representativeness(
    answers: Mapping[str, int],
    population: Mapping[str, int],
    parameters: Parameters = DEFAULT,
) -> Representativeness:
    """Return how the answers spread over the categories of `population` (people per category).

    Categories of `answers` that the population does not know count as unknown. Raises
    ValueError for negative numbers or an empty population. Sources: chi-square goodness of fit;
    dissimilarity half the sum of |n_h/n - N_h/N|; R = 1 - 2 S(rho), Schouten, Cobben &
    Bethlehem 2009, without correction for small samples.

    >>> found = representativeness({"a": 22, "b": 14, "c": 60}, {"a": 90, "b": 110, "c": 300})
    >>> round(found.r_indicator, 4), found.r_word, round(found.groups[1].ratio, 4)
    (0.9236, 'goed', 0.6629)
    """
    if any(number < 0 for number in (*answers.values(), *population.values())):
        raise ValueError("numbers of people may not be negative")
    size = sum(population.values())
    if size == 0:
        raise ValueError("the population is empty")
    known = {group: answers.get(group, 0) for group in population}
    n, total = sum(known.values()), sum(answers.values())
    groups = tuple(
        _group(group, number, population[group], (n, size), parameters)
        for group, number in known.items()
    )
    r = _r_indicator(groups, n / size, size)
    return Representativeness(
        total,
        size,
        total / size,
        total - n,
        groups,
        _chi_square(groups, n) if n else None,
        sum(abs((g.response_share or 0) - g.population_share) for g in groups) / 2 if n else None,
        r,
        None if r is None else _word(r, parameters),
    )


def published_representativeness(
    found: Representativeness, parameters: Parameters = DEFAULT
) -> Representativeness:
    """Return the response as it may be shown: the groups through the gate for one dimension.

    When a group is hidden the measures over all groups are None too: with the total they would
    give its number away. The numbers of the population are the municipality's own and stay.

    >>> raw = representativeness({"a": 22, "b": 3, "c": 60}, {"a": 90, "b": 110, "c": 300})
    >>> [group.answers for group in published_representativeness(raw).groups]
    [None, None, 60]
    """
    numbers = {group.group: group.answers or 0 for group in found.groups}
    if found.unknown:
        numbers[UNKNOWN] = found.unknown
    gate = suppress_one_dimension(numbers, True, parameters)
    groups = tuple(_hidden(g) if g.group in gate.hidden else g for g in found.groups)
    if not gate.hidden and not gate.total_hidden:
        return found
    return replace(
        found,
        answers=None if gate.total_hidden else found.answers,
        response=None if gate.total_hidden else found.response,
        unknown=None if UNKNOWN in gate.hidden else found.unknown,
        groups=groups,
        chi_square=None,
        dissimilarity=None,
        r_indicator=None,
        r_word=None,
    )


def _hidden(group: GroupResponse) -> GroupResponse:
    """Return a category of which only the population may be shown."""
    return GroupResponse(group.group, group.population, None, None, group.population_share)


def _group(
    group: str, answers: int, population: int, totals: tuple[int, int], parameters: Parameters
) -> GroupResponse:
    """Return the response of one category; `totals` are all answers and all people."""
    n, size = totals
    share = population / size
    response_share = answers / n if n else None
    ratio = response_share / share if response_share is not None and share else None
    response = answers / population if population else None
    tolerance = 1e-9
    large_enough = answers >= parameters.group_answers_minimum
    near = ratio is not None and ratio >= parameters.ratio_low - tolerance
    return GroupResponse(
        group,
        population,
        answers,
        response,
        share,
        response_share,
        ratio,
        balanced=near and ratio is not None and ratio <= parameters.ratio_high + tolerance,
        heard=(near and large_enough)
        or (response is not None and response >= parameters.group_response_minimum),
    )


def _chi_square(groups: tuple[GroupResponse, ...], n: int) -> ChiSquare | None:
    """Return the test over the categories that exist in the population."""
    filled = [group for group in groups if group.population]
    if any(group.answers for group in groups if not group.population):
        return None
    expected = [n * group.population_share for group in filled]
    statistic = sum(((g.answers or 0) - e) ** 2 / e for g, e in zip(filled, expected, strict=True))
    df = len(filled) - 1
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)) if df else None)


def _r_indicator(groups: tuple[GroupResponse, ...], mean: float, size: int) -> float | None:
    """Return 1 - 2 S of the response rates over the people of the population."""
    if size < 2 or mean == 0:
        return None
    squares = sum(g.population * ((g.response or 0) - mean) ** 2 for g in groups)
    return 1 - 2 * sqrt(squares / (size - 1))


def _word(r: float, parameters: Parameters) -> str:
    """Return the word for an R-indicator."""
    if r >= parameters.r_indicator_good:
        return GOOD
    return FAIR if r >= parameters.r_indicator_fair else WEAK
