"""Who answered, in words: the response per questionnaire, advies 3, and what would tip a light."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.breakdowns.presentation import BREAKDOWNS, CATEGORIES
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.evaluation.response.presentation import FEW, is_a_few
from survey_app.evaluation.table1.presentation import ShownCell, ShownTable
from survey_app.evaluation.wording import decimal, percent
from survey_app.questionnaire.definition import Catalogue, Questionnaire

UNKNOWN = "–"
HEARD = {
    True: "Beide doelgroepen zijn voldoende gehoord.",
    False: "Een van de doelgroepen is te weinig gehoord.",
    None: "Niet te zeggen: er zijn te weinig antwoorden, of het aantal mensen is niet bekend.",
}


@dataclass(frozen=True, slots=True)
class ShownCategory:
    """One category: people there are, answers, and whether it is well represented."""

    name: str
    population: str
    answers: str
    ratio: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownResponse:
    """The response to one questionnaire."""

    code: str
    title: str
    population: str
    invited: str
    answers: str
    rate: str
    share: float  # 0-100, for the bar
    measures: str
    by: tuple[tuple[str, tuple[ShownCategory, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShownHeard:
    """Advies 3 for one questionnaire."""

    title: str
    answer: bool | None
    words: str


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """At which mean of those who did not answer a light would become another one."""

    cell: ShownCell
    becomes: Light
    others: int
    at: str
    distance: float  # from the score of now


def shown_responses(
    responses: Mapping[str, Mapping[str, Any]],
    catalogue: Catalogue,
    versions: Mapping[str, int],
    minimum: int,
) -> list[ShownResponse]:
    """Every questionnaire that somebody answered or was meant to answer; `versions` as asked.

    Groups of fewer than `minimum` people are not shown.
    """
    return [
        _response(catalogue.frozen(code, versions), one, minimum)
        for code, one in responses.items()
        if one["population"] or one["answers"]
    ]


def heard(
    responses: Mapping[str, Mapping[str, Any]], catalogue: Catalogue, versions: Mapping[str, int]
) -> list[ShownHeard]:
    """Advies 3 per questionnaire of clients."""
    return [
        ShownHeard(catalogue.frozen(code, versions).title, one["advice3"], HEARD[one["advice3"]])
        for code, one in responses.items()
        if catalogue.frozen(code, versions).party == "C"
    ]


def tipping_points(
    table: ShownTable, lights: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[TippingPoint]:
    """The lights that could be another one, those that tip most easily first."""
    cells = {cell.code: cell for cell in table.cells()}
    found = [
        (abs(one["at"] - _score(cells[code])), code, one)
        for code, points in lights.items()
        for one in points
        if one["at"] is not None and code in cells and cells[code].plot is not None
    ]
    return [
        TippingPoint(
            cells[code], light_of(one["becomes"]), one["others"], decimal(one["at"]), distance
        )
        for distance, code, one in sorted(found, key=lambda each: each[:2])
    ]


@dataclass(frozen=True, slots=True)
class ShownWeighted:
    """One cell as it is, and as it would be if every group had answered alike."""

    cell: ShownCell
    unweighted: str
    weighted: str
    interval: str
    worth: str  # how many people the weighted answers count for
    words: str


def shown_weighted(
    table: ShownTable, weighted: Mapping[str, Mapping[str, Any]]
) -> tuple[list[ShownWeighted], list[tuple[str, int]]]:
    """The weighted cells in the order of the table, and why others are not (reason, cells)."""
    cells = {cell.code: cell for cell in table.cells()}
    found = [
        _weighted(cells[code], one)
        for code, one in weighted.items()
        if code in cells and "refused" not in one
    ]
    refused = Counter(one["refused"] for one in weighted.values() if "refused" in one)
    return found, refused.most_common()


def _weighted(cell: ShownCell, one: Mapping[str, Any]) -> ShownWeighted:
    low, high = one["low"], one["high"]
    return ShownWeighted(
        cell=cell,
        unweighted=decimal(one["unweighted"]),
        weighted=decimal(one["mean"]),
        interval="" if low is None else f"{decimal(low)} tot {decimal(high)}",
        worth=decimal(one["n_effective"], 0),
        words="wijkt af: meld beide" if one["differs"] else "maakt weinig uit",
    )


def _score(cell: ShownCell) -> float:
    return cell.plot.dot / 10 if cell.plot is not None else 0.0


def _response(asked: Questionnaire, one: Mapping[str, Any], minimum: int) -> ShownResponse:
    measures = []
    if one["r_indicator"] is not None:
        measures.append(f"R-indicator {decimal(one['r_indicator'], 2)} ({one['r_word']})")
    if one["dissimilarity"] is not None:
        measures.append(f"ongelijkheid {percent(one['dissimilarity'])}")
    return ShownResponse(
        code=asked.code,
        title=asked.title,
        population=_people(one["population"], minimum),
        invited=_people(one["invited"], minimum),
        answers=FEW if one["answers"] is None else str(one["answers"]),
        rate=percent(one["rate"]) or UNKNOWN,
        share=round(100 * (one["rate"] or 0), 1),
        measures=" · ".join(measures),
        by=tuple(
            (BREAKDOWNS[name], _categories(name, categories, minimum))
            for name, categories in one["by"].items()
        ),
    )


def _categories(
    breakdown: str, categories: Sequence[Mapping[str, Any]], minimum: int
) -> tuple[ShownCategory, ...]:
    """One group of a few people hides the size of all: from the others and the whole it follows.

    A ratio tells the size as well, beside the numbers of answers.
    """
    hidden = any(is_a_few(one["population"], minimum) for one in categories)
    size = {"population": None, "ratio": None} if hidden else {}
    return tuple(_category(breakdown, {**one, **size}, FEW if hidden else "") for one in categories)


def _category(breakdown: str, one: Mapping[str, Any], people: str) -> ShownCategory:
    words = {True: "goed vertegenwoordigd", False: "scheef vertegenwoordigd", None: ""}
    return ShownCategory(
        name=CATEGORIES[breakdown].get(one["category"], one["category"]),
        population=people or _number(one["population"]),
        answers=FEW if one["answers"] is None else str(one["answers"]),
        ratio=decimal(one["ratio"], 2) or UNKNOWN,
        words=words[one["balanced"]],
    )


def _people(value: int | None, minimum: int) -> str:
    return FEW if is_a_few(value, minimum) else _number(value)


def _number(value: int | None) -> str:
    return UNKNOWN if value is None else decimal(value, 0)
