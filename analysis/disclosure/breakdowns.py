"""One breakdown of one questionnaire: its sheets and all its cells, judged together.

Each cell is answered by some of those who sent a sheet. So the figures of a breakdown are no
tables apart: nine scores in a group say that it sent nine sheets at least, and with the number of
all sheets that may tell how small another group is. They are decided one after the other in one
register, which also knows what earlier editions released (D.4 rule 7), and no table is ever
published of two breakdowns at once. A group that sent sheets may have no scores in a cell; that is
hidden too where it would tell how few the sheets are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.disclosure.arrivals import by_arrival
from analysis.disclosure.gate import publish
from analysis.disclosure.primary import is_few
from analysis.disclosure.register import People, Register
from analysis.disclosure.tables import TOTAL, Atom, Group, Table
from analysis.parameters import DEFAULT, Parameters

REST = ""  # the people who belong to no category: they did not say
KNOWN = "bekend"  # all who did
Categories = tuple[tuple[str, tuple[str, ...]], ...]  # name -> the answers that belong to it


@dataclass(frozen=True, slots=True)
class Figure:
    """The sheets of a questionnaire or the scores of a cell: people per answer, REST included."""

    name: str
    people: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Released:
    """A figure and what was told of it: the names of the groups that were shown, and hidden.

    A group that is in neither was not part of the release. Where all are hidden, and of scores,
    "hidden" does not say that there is somebody. TOTAL is everybody, KNOWN everybody who belongs
    to a category.
    """

    figure: Figure
    shown: frozenset[str]
    hidden: frozenset[str]


Release = tuple[Released, ...]  # what one edition told of one breakdown of one questionnaire


def release(
    figures: Sequence[Figure],
    categories: Categories,
    before: Sequence[Release] = (),
    parameters: Parameters = DEFAULT,
) -> Release:
    """Return what may be told of every figure now, in the order in which they are given.

    The last figure holds everybody of the others (the sheets); it is decided last, because what
    it shows bounds the others from above. `before` holds what earlier editions told, the oldest
    first. Where nobody can tell who left since, or no pattern is safe, nothing but the totals is
    told. Source: D.4 rules 4-7, D.17 points 2 and 10.

    >>> ages = (("young", ("1",)), ("old", ("2",)), ("older", ("3",)))
    >>> scores = Figure("R06-C", (("1", 20), ("2", 9), ("3", 3)))
    >>> sheets = Figure("K3", (("1", 20), ("2", 8 + 1), ("3", 3)))
    >>> [sorted(one.hidden) for one in release([scores, sheets], ages)]
    [['old', 'older'], ['old', 'older']]
    """
    same = _unchanged(figures, before)
    if same is not None:
        return same
    if not before and _nobody_is_few(figures, parameters):
        everything = frozenset({TOTAL, KNOWN, *(name for name, _ in categories)})
        return tuple(Released(one, everything, frozenset()) for one in figures)
    labels = _labels([*([one.figure for one in found] for found in before), figures])
    whole = totals(figures, parameters)
    if labels is None:
        return whole
    register = Register()
    for moment, found in enumerate(before):
        register = _observed(register, [one.figure for one in found], labels[moment])
        register = _with(register, found, categories, parameters)
    register = _observed(register, figures, labels[-1])
    register = _with(register, whole, categories, parameters)
    decided = []
    for total in whole:
        one, register = _decided(total, categories, register, parameters, total is whole[-1])
        decided.append(one)
    return tuple(decided)


def _unchanged(figures: Sequence[Figure], before: Sequence[Release]) -> Release | None:
    """What was told of these very numbers, if they have not moved since."""
    for found in reversed(before):
        if [one.figure for one in found] != list(figures):
            return None
        if any(one.shown | one.hidden > {TOTAL} for one in found):
            return found
    return None


def totals(figures: Iterable[Figure], parameters: Parameters = DEFAULT) -> Release:
    """Return the release of an edition that tells the numbers of everybody and no breakdown.

    >>> [sorted(one.shown) for one in totals([Figure("K3", (("1", 20), ("2", 9)))])]
    [['totaal']]
    """
    return tuple(_total(one, parameters) for one in figures)


def _nobody_is_few(figures: Iterable[Figure], parameters: Parameters) -> bool:
    """Whether every answer was given by nobody or by enough people."""
    least = max(parameters.disclosure_minimum, parameters.nested_difference)
    return all(n == 0 or n >= least for one in figures for _, n in one.people)


def _labels(moments: Sequence[Sequence[Figure]]) -> list[Mapping[Atom, People]] | None:
    """The people per label of arrival at every moment; atoms are figure and answer."""
    series: dict[Atom, list[tuple[str, int]]] = {}
    for moment, figures in enumerate(moments):
        for one in figures:
            for answer, n in one.people:
                series.setdefault((one.name, answer), []).append((str(moment), n))
    found: list[dict[Atom, People]] = [{} for _ in moments]
    for atom, numbers in series.items():
        labelled = by_arrival(numbers)
        if labelled is None:
            return None
        for (when, _), people in zip(numbers, labelled, strict=True):
            found[int(when)][atom] = people
    return list(found)


def _observed(
    register: Register, figures: Sequence[Figure], labels: Mapping[Atom, People]
) -> Register:
    """The register with these figures as they are, each of them among the last one."""
    for one in figures:
        people: dict[Atom, People] = {
            (answer,): labels[one.name, answer] for answer, _ in one.people
        }
        register = register.observe(one.name, people)
    if not figures:
        return register
    everybody = dict(figures[-1].people)
    for one in figures[:-1]:
        for answer, n in one.people:
            if everybody.get(answer, 0) > n == 0:
                register = register.perhaps_somebody((one.name, answer))
            if n <= everybody.get(answer, 0):
                register = register.among((one.name, answer), (figures[-1].name, answer))
    return register


def _with(
    register: Register, found: Release, categories: Categories, parameters: Parameters
) -> Register:
    """The register with what was told, and with every small group as something that stays hidden.

    What is decided first would else leave a figure that comes later no pattern that is safe.
    """
    for one in found:
        told = one.shown | (one.hidden if one.shown - {TOTAL} else one.hidden & {TOTAL})
        groups = [_group(register, one.figure, name, categories) for name in sorted(told)]
        table = Table(one.figure.name, tuple(groups), zeros_shown=one is found[-1])
        register = register.with_release(table, one.hidden & told)
        others = (name for name, _ in categories if name not in told)
        small = [_group(register, one.figure, name, categories) for name in others]
        few = tuple(group for group in small if is_few(group.n, parameters))
        table = Table(one.figure.name, few, zeros_shown=False)
        register = register.with_release(table, [group.name for group in few])
    return register


def _total(figure: Figure, parameters: Parameters) -> Released:
    """The number of everybody, which Tabel 1 or the response account shows."""
    everybody = frozenset({TOTAL})
    few = is_few(sum(n for _, n in figure.people), parameters)
    return Released(figure, frozenset() if few else everybody, everybody if few else frozenset())


def _decided(
    total: Released,
    categories: Categories,
    register: Register,
    parameters: Parameters,
    zeros_shown: bool,
) -> tuple[Released, Register]:
    figure = total.figure
    groups = tuple(_group(register, figure, name, categories) for name, _ in categories)
    table = Table(figure.name, groups, zeros_shown=zeros_shown)
    decision, register = publish(table, register, parameters)
    shown = {*decision.shown, *decision.empty}
    hidden = frozenset(decision.hidden)
    if len(shown) == len(groups):
        known = (_group(register, figure, KNOWN, categories),)
        told, found = publish(Table(figure.name, known), register, parameters)
        if not told.hidden:
            shown, register = {*shown, KNOWN}, found
    return Released(figure, total.shown | shown, total.hidden | hidden), register


def _group(register: Register, figure: Figure, name: str, categories: Categories) -> Group:
    """A group of a figure as it is now."""
    answers = {
        **dict(categories),
        TOTAL: tuple(answer for answer, _ in figure.people),
        KNOWN: tuple(answer for answer, _ in figure.people if answer != REST),
    }[name]
    cells = register.cells([figure.name])
    inside = [cells[answer,] for answer in answers if (answer,) in cells]
    atoms = frozenset[Atom]().union(*(found for found, _ in inside))
    return Group(name, atoms, sum(n for _, n in inside))
