"""What a reader works out of all editions of a municipality together.

Three ways: a linear programme over every number of people that any output told, with what anybody
knows (who scored sent a sheet); subtraction of a number from the same number in another edition;
and a look at hidden groups for a mean or a chart that tells them after all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from survey_app.evaluation.breakdowns.categories import CATEGORIES
from tests.analysis.disclosure.attacker import Attacker, Kind, Seen
from tests.evaluation.attack.municipality import ASKED, BREAKDOWNS, Person
from tests.evaluation.attack.outputs import TOTAL, Fact, Outputs

MINIMUM, WIDTH = 5, 4
MODES = {mode: frozenset({mode}) for mode in ("web", "phone", "paper", "help")}
SPLIT: Mapping[str, Mapping[str, frozenset[str]]] = {**CATEGORIES, "mode": MODES}
# Numbers that tell of no answer: how many people there are, were asked or are spoken of, and cells.
OPEN = {
    *("population", "invited", "bounced", "others", "versions", "rounded_to", "df", "edition"),
    *("lower", "higher", "compared", "n_low", "n_high"),
}
OWN_WORDS = {"figures", "tipping", "norms", "advice", "outside_figures", "noticed", "talks"}


def losses(people: Sequence[Person], editions: Mapping[int, Outputs]) -> list[str]:
    """Everything that an attacker gets, in words; [] when nothing."""
    found = [f"edition {e}, {one}" for e, told in editions.items() for one in told.loose]
    for questionnaire in ASKED:
        for breakdown in SPLIT:
            found += _solved(people, editions, questionnaire, breakdown)
    return [*found, *_subtracted(editions), *_contradictions(editions)]


def _solved(
    people: Sequence[Person], editions: Mapping[int, Outputs], questionnaire: str, breakdown: str
) -> list[str]:
    """What a linear programme tells of one breakdown of one questionnaire."""
    # How many scores a way of answering has in a cell is no figure: nothing is told of them.
    figures = [questionnaire, *(ASKED[questionnaire] if breakdown != "mode" else ())]
    truth: Counter[Kind] = Counter(
        kind
        for one in people
        if one.questionnaire == questionnaire
        for figure in figures
        if figure == questionnaire or one.has_score(figure)
        for kind in [(figure, _answer(one, breakdown), str(one.first), str(one.last))]
    )
    for _, *rest in list(truth):  # who sent a sheet may have a score, for all that anybody knows
        for figure in figures:
            truth[figure, *rest] += 0
    seen, targets = list[Seen](), list[tuple[str, frozenset[Kind]]]()
    for edition, told in editions.items():
        for fact in _facts(told, figures, breakdown):
            of = edition if fact.in_table else told.kept_from or edition
            kinds = _members(truth, fact, breakdown, of)
            seen.append(Seen(f"{of} {fact.figure} {fact.group}", kinds, fact.n))
        for figure in figures:
            for group in SPLIT[breakdown]:
                kinds = _members(
                    truth, Fact("", figure, breakdown, group, None), breakdown, edition
                )
                if 0 < sum(truth[kind] for kind in kinds) < MINIMUM:
                    targets.append((f"{edition} {breakdown} {figure} {group}", kinds))
    attacker = Attacker(truth, dict.fromkeys(seen), _within(truth, questionnaire, editions))
    narrow = [one for one in attacker.ranges_of(targets) if one.high - one.low < WIDTH]
    exact = [one for one in attacker.small_kinds(truth) if one.exact and breakdown != "mode"]
    return [*map(str, narrow), *map(str, exact), *attacker.close_pairs()]


def _facts(told: Outputs, figures: Sequence[str], breakdown: str) -> list[Fact]:
    """What is told of this breakdown; a hidden group of sheets tells that it has some.

    Not where all of them are hidden, and not of scores: none may be hidden as well.
    """
    own = [
        one
        for one in told.facts
        if one.figure in figures and one.breakdown in ("", breakdown)
        if not (one.in_table and one.figure in told.held)
    ]
    shown = {one.figure for one in own if one.breakdown and one.n is not None}
    sheets = shown & {figures[0]}
    return [one for one in own if one.n is not None or (one.breakdown and one.figure in sheets)]


def _members(truth: Iterable[Kind], fact: Fact, breakdown: str, edition: int) -> frozenset[Kind]:
    """Whom a group consisted of in an edition."""
    known = frozenset[str]().union(*SPLIT[breakdown].values())
    everybody = {*known, ""}
    answers = {TOTAL: everybody, "bekend": known}.get(fact.group)
    wanted = answers if answers is not None else SPLIT[breakdown][fact.group]
    return frozenset(
        kind
        for kind in truth
        if kind[0] == fact.figure and kind[1] in wanted
        if int(kind[2]) <= edition <= int(kind[3])
    )


def _within(
    truth: Mapping[Kind, int], questionnaire: str, editions: Iterable[int]
) -> Iterator[tuple[frozenset[Kind], frozenset[Kind]]]:
    """Who has a score has sent a sheet: per cell, answer and edition."""
    for edition in editions:
        there: dict[tuple[str, str], set[Kind]] = defaultdict(set)
        for kind in truth:
            if int(kind[2]) <= edition <= int(kind[3]):
                there[kind[0], kind[1]].add(kind)
        for (figure, answer), kinds in there.items():
            if figure != questionnaire:
                yield frozenset(kinds), frozenset(there[questionnaire, answer])


def _answer(person: Person, breakdown: str) -> str:
    if breakdown == "mode":
        return person.mode
    given = str(person.background.get(BREAKDOWNS[breakdown], ""))
    return given if given in frozenset[str]().union(*SPLIT[breakdown].values()) else ""


def _subtracted(editions: Mapping[int, Outputs]) -> Iterator[str]:
    """Numbers of people that differ by a few between editions, or figures of the same number."""
    counted = {edition: dict(_counted(told.record, ())) for edition, told in editions.items()}
    for (one, before), (other, after) in combinations(counted.items(), 2):
        for path in before.keys() & after.keys():
            (n, mean), (m, other_mean) = before[path], after[path]
            if 0 < abs(n - m) < MINIMUM and n and m:
                yield f"{'/'.join(path)}: {n} in edition {one}, {m} in edition {other}"
            elif n and n == m and mean != other_mean:
                yield f"{'/'.join(path)}: other answers of {n} in editions {one} and {other}"


def _counted(
    value: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[int, Any]]]:
    """Every number of people in a record with the mean or distribution beside it."""
    if isinstance(value, Mapping):
        beside = {key: value.get(key) for key in ("mean", "distribution", "better")}
        for key, one in value.items():
            if key in OPEN or (not path and key in OWN_WORDS):
                continue
            if isinstance(one, int) and not isinstance(one, bool):
                yield (*path, key), (one, beside)
            yield from _counted(one, (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _counted(one, (*path, _name(one) or str(place)))


def _name(one: Any) -> str:
    names = ("row", "a", "b", "cell", "code", "aspect", "party", "phase", "category", "first")
    if not isinstance(one, Mapping):
        return ""
    return "-".join(str(one[name]) for name in names if name in one)


def _contradictions(editions: Mapping[int, Outputs]) -> Iterator[str]:
    """Groups that one output hides and another one tells, in one edition."""
    for edition, told in editions.items():
        hidden = {
            (one.figure, one.breakdown, one.group)
            for one in told.facts
            if one.source == "json" and one.breakdown and one.n is None
        }
        for one in told.facts:
            told_after_all = one.n is not None or one.mean is not None
            if told_after_all and (one.figure, one.breakdown, one.group) in hidden:
                yield f"edition {edition}: {one} is hidden in the file"
