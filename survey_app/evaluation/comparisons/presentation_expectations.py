"""What people expected beside how it went: two measures, never made into one (method.md D.8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.comparisons.presentation import Difference, difference
from survey_app.evaluation.wording import decimal, percent
from survey_app.questionnaire.definition import Catalogue

WHO = {"R20-C": "Cliënten", "R21-W": "Werkgevers"}
GOAL = ("K4-EINDE", "C403")
NOT_LINKED = "Deze meting legt geen antwoorden van begin en eind naast elkaar."
FEW_PAIRS = "Te weinig mensen gaven aan het begin én aan het eind een cijfer."
FEW = "Te weinig antwoorden om te tonen."
TOO_TELLING = "niet getoond"
PERCEIVED = {"better": "Beter", "equal": "Zoals gedacht", "worse": "Slechter"}
CAUTIONS = (
    "Wie hoog begint, zakt vaker: een deel van het verschil is toeval.",
    "Wie onderweg stopt, geeft aan het eind geen cijfer meer. Zulke mensen tellen links niet mee.",
    "Links trekken we twee cijfers van elkaar af, rechts zeggen mensen het zelf. Dat zijn twee "
    "maten: ze kunnen verschillen en worden nooit samengevoegd.",
    "Het zijn bruto uitkomsten: zonder hulp was er misschien ook iets veranderd.",
)


@dataclass(frozen=True, slots=True)
class ShownShare:
    """An answer with its share in words and the length of its bar on 0-100."""

    words: str
    share: str
    length: float


@dataclass(frozen=True, slots=True)
class ShownLinked:
    """Marks 1-10 of the same people; below ten people only the difference."""

    pairs: str
    expectation: str
    outcome: str
    difference: Difference
    counts: tuple[tuple[str, str], ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class ShownExpectation:
    """One party: what was worked out, what people say, and whether the goal was reached."""

    cell: str
    who: str
    linked: ShownLinked | None
    why_not: str
    perceived: tuple[ShownShare, ...]
    perceived_n: str
    goal: tuple[ShownShare, ...]
    caution: str


def shown_expectations(
    found: Mapping[str, Mapping[str, Any]],
    catalogue: Catalogue,
    versions: Mapping[str, int],
    mode: str,
) -> list[ShownExpectation]:
    """Clients and employers; `versions` and `mode` are those of the wave."""
    asked = catalogue.frozen(GOAL[0], versions).question(GOAL[1])
    goals = {str(one.value): one.text for one in asked.options}
    return [_expectation(cell, one, goals, mode) for cell, one in found.items()]


def _expectation(
    cell: str, one: Mapping[str, Any], goals: Mapping[str, str], mode: str
) -> ShownExpectation:
    perceived = one["perceived"]
    return ShownExpectation(
        cell=cell,
        who=WHO[cell],
        linked=_linked(one["linked"]) if one["linked"] else None,
        why_not=FEW_PAIRS if mode == "linked" else NOT_LINKED,
        perceived=tuple(_shares(perceived, PERCEIVED, perceived["bounds"])) if perceived else (),
        perceived_n=str(perceived["n"]) if perceived else "",
        goal=tuple(_shares(one["goal"], goals, one["goal_bounds"])) if one["goal"] else (),
        caution=one["caution"] or "",
    )


def _linked(one: Mapping[str, Any]) -> ShownLinked | None:
    if one["mean_difference"] is None:
        return None
    moved = difference(one["mean_difference"], one["low"], one["high"])
    counts = [("hoger", one["better"]), ("gelijk", one["equal"]), ("lager", one["worse"])]
    return ShownLinked(
        pairs=str(one["pairs"]),
        expectation=decimal(one["mean_expectation"]),
        outcome=decimal(one["mean_outcome"]),
        difference=moved,
        counts=tuple((word, str(n)) for word, n in counts if n is not None),
        verdict=_verdict(one["low"], one["high"]),
    )


def _verdict(low: float | None, high: float | None) -> str:
    """Only an interval that leaves out nothing tells which way it went."""
    if low is None or high is None:
        return "Er zijn te weinig mensen om een marge te geven."
    if low > 0:
        return "De uitkomst ligt aantoonbaar boven de verwachting."
    if high < 0:
        return "De uitkomst ligt aantoonbaar onder de verwachting."
    return "Een verschil tussen verwachting en uitkomst is niet aangetoond."


def _shares(
    found: Mapping[str, Any], names: Mapping[str, str], bounds: Mapping[str, str]
) -> Iterator[ShownShare]:
    for key, words in names.items():
        if key in found:
            share = found[key]
            told = bounds.get(key) or percent(share) or TOO_TELLING
            yield ShownShare(words, told, round(100 * (share or 0.0), 1))
