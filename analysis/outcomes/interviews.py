"""Selecting people to interview, reproducibly and without the municipality (method.md D.14).

Results of interviews are exemplary, never percentages. Who is not chosen is told and erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.ordering import id_order
from analysis.parameters import DEFAULT, Parameters

LESS_SATISFIED, SATISFIED = "minder", "tevreden"
MARK_TOLERANCE = 1e-9

Category = tuple[str, str]


class InterviewError(ValueError):
    """Raised when a candidate appears twice or the quota names an unknown group."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who agreed: marks (1-10, None when not given) and background traits."""

    id: str
    marks: tuple[float | None, ...]
    traits: Mapping[str, str]

    @property
    def mean_mark(self) -> float | None:
        """Return the mean of the marks given; None without any."""
        given = [mark for mark in self.marks if mark is not None]
        return sum(given) / len(given) if given else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One step: who, from which group, new categories covered (weighted), and rarity."""

    step: int
    group: str
    id: str
    gain: float
    spread: float


@dataclass(frozen=True, slots=True)
class Selection:
    """Mean mark and group per candidate, choices in order, reserves, and weighted coverage.

    `coverage_maximum` is what choosing everybody would cover. `quota_filled` is False when a
    group had too few people and the other group got its places.
    """

    mean_marks: Mapping[str, float]
    groups: Mapping[str, str]
    choices: tuple[Choice, ...]
    reserves: tuple[str, ...]
    coverage: float
    coverage_maximum: float
    quota_filled: bool


def select_interviewees(
    candidates: Iterable[Candidate], parameters: Parameters = DEFAULT
) -> Selection:
    """Choose `interview_number` people with the quota and weights of `parameters`.

    Each step takes the group with the most open places (tie: less satisfied), in it the largest
    gain = weights of the categories not covered yet, then the largest sum of weight / (1 + times
    chosen), then the lowest id. A group that runs out leaves its places to the other.
    Candidates without a mark have no group and stay out. Reserves are the others in the order in
    which they would have been chosen. Raises InterviewError for a double id.
    Source: D.14 and D.17 point 7.

    >>> people = [Candidate("a", (4,), {"fase": "PRE"}), Candidate("b", (8,), {"fase": "PRE"})]
    >>> [choice.id for choice in select_interviewees(people).choices]
    ['a', 'b']
    """
    pool = sorted(candidates, key=lambda candidate: id_order(candidate.id))
    if len({candidate.id for candidate in pool}) < len(pool):
        raise InterviewError("a candidate appears twice")
    marks = {person.id: mark for person in pool if (mark := person.mean_mark) is not None}
    groups = {person: group_of(mark, parameters) for person, mark in marks.items()}
    pool = [person for person in pool if person.id in groups]
    ordered = _in_order(pool, groups, parameters)
    chosen = ordered[: parameters.interview_number]
    taken = Counter(choice.group for choice in chosen)
    everybody = {category for person in pool for category in _categories(person, parameters)}
    return Selection(
        mean_marks=marks,
        groups=groups,
        choices=chosen,
        reserves=tuple(choice.id for choice in ordered[len(chosen) :]),
        coverage=sum(choice.gain for choice in chosen),
        coverage_maximum=_weight_of(everybody, parameters),
        quota_filled=all(taken[name] >= places for name, places in parameters.interview_quota),
    )


def group_of(mean_mark: float, parameters: Parameters = DEFAULT) -> str:
    """Return "minder" or "tevreden" for a mean mark (1-10). Source: D.14.

    >>> group_of(6.5), group_of(6.4)
    ('tevreden', 'minder')
    """
    border = parameters.interview_satisfied_from - MARK_TOLERANCE
    return SATISFIED if mean_mark >= border else LESS_SATISFIED


def best_coverage(
    candidates: Iterable[Candidate], selection: Selection, parameters: Parameters = DEFAULT
) -> float:
    """Return the largest coverage any choice with the same number per group could reach.

    Exact, by integer programming (HiGHS): it says what the reproducible greedy order costs.
    Raises InterviewError when the solver gives up.

    >>> people = [Candidate("a", (4,), {"fase": "PRE"}), Candidate("b", (8,), {"fase": "PRE"})]
    >>> best_coverage(people, select_interviewees(people))
    1.0
    """
    pool = [person for person in candidates if person.id in selection.groups]
    covered = [_categories(person, parameters) for person in pool]
    categories = sorted({category for found in covered for category in found})
    if not categories:
        return 0.0
    weights = dict(parameters.interview_weights)
    gain = [0.0] * len(pool) + [-weights[trait] for trait, _ in categories]
    solved = milp(
        np.array(gain),
        constraints=_coverage_constraints(pool, categories, selection, parameters),
        bounds=Bounds(0, 1),
        integrality=np.ones(len(gain), dtype=np.int64),
    )
    if solved.fun is None:
        raise InterviewError(f"the best coverage was not found: {solved.message}")
    return -float(solved.fun)


def _coverage_constraints(
    pool: Sequence[Candidate],
    categories: Sequence[Category],
    selection: Selection,
    parameters: Parameters,
) -> LinearConstraint:
    """Return: a category counts when somebody who has it is chosen; so many people per group."""
    taken = Counter(choice.group for choice in selection.choices)
    names = sorted(set(selection.groups.values()))
    covered = [set(_categories(person, parameters)) for person in pool]
    reach = np.array([[float(category in found) for found in covered] for category in categories])
    group = np.array([[float(selection.groups[p.id] == name) for p in pool] for name in names])
    matrix = np.block(
        [[reach, -np.eye(len(categories))], [group, np.zeros((len(names), len(categories)))]]
    )
    places = [float(taken[name]) for name in names]
    low = np.array([0.0] * len(categories) + places)
    high = np.array([np.inf] * len(categories) + places)
    return LinearConstraint(matrix, low, high)


def _in_order(
    pool: Sequence[Candidate], groups: Mapping[str, str], parameters: Parameters
) -> tuple[Choice, ...]:
    """Return everybody in the order in which the rule would choose them."""
    remaining = list(pool)
    open_places = Counter(dict(parameters.interview_quota))
    times: Counter[Category] = Counter()
    choices: list[Choice] = []
    while remaining:
        present = {groups[person.id] for person in remaining}
        group = max(sorted(present), key=lambda name: open_places[name])
        members = [person for person in remaining if groups[person.id] == group]
        best = min(members, key=lambda person: _rank(person, times, parameters))
        gain, spread = _gain(best, times, parameters), _spread(best, times, parameters)
        choices.append(Choice(len(choices) + 1, group, best.id, gain, spread))
        open_places[group] -= 1
        times.update(_categories(best, parameters))
        remaining.remove(best)
    return tuple(choices)


def _rank(
    person: Candidate, times: Mapping[Category, int], parameters: Parameters
) -> tuple[float, float, tuple[int, int, str]]:
    # Rounded, because sums of thirds in another order must stay a tie.
    spread = round(_spread(person, times, parameters), 9)
    return -round(_gain(person, times, parameters), 9), -spread, id_order(person.id)


def _categories(person: Candidate, parameters: Parameters) -> list[Category]:
    weighted = dict(parameters.interview_weights)
    return [(trait, person.traits[trait]) for trait in weighted if person.traits.get(trait)]


def _weight_of(categories: Iterable[Category], parameters: Parameters) -> float:
    weights = dict(parameters.interview_weights)
    return sum(weights[trait] for trait, _ in categories)


def _gain(person: Candidate, times: Mapping[Category, int], parameters: Parameters) -> float:
    new = [category for category in _categories(person, parameters) if not times[category]]
    return _weight_of(new, parameters)


def _spread(person: Candidate, times: Mapping[Category, int], parameters: Parameters) -> float:
    weights = dict(parameters.interview_weights)
    categories = _categories(person, parameters)
    return sum(weights[trait] / (1 + times[(trait, value)]) for trait, value in categories)
