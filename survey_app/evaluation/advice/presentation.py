"""The deeladviezen in words: each point with what is known of it and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.evidence.names import REGISTER
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.evaluation.measures.told import NO_STATE
from survey_app.evaluation.wording import decimal, percent
from survey_app.questionnaire.definition import Catalogue

KINDS = {
    "cel": "Tabel 1",
    "vraag": "vraag",
    "cijfer": "cijfer",
    "document": "document",
    "uitsplitsing": "uitsplitsing",
}


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """One piece of evidence; without a value `why` says why."""

    kind: str
    code: str
    about: str
    value: str
    n: str
    light: Light
    why: str
    cell: str  # the code of its cell page, or empty


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """A measure or recommendation at a point, with its state then and now."""

    text: str
    owner: str
    state: str
    former: str


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """One numbered point of a deeladvies."""

    point: str
    text: str
    known: tuple[ShownEvidence, ...]
    missing: tuple[ShownEvidence, ...]
    measures: tuple[ShownMeasure, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownAdvice:
    """One deeladvies with its points."""

    number: int
    title: str
    points: tuple[ShownPoint, ...]

    @property
    def known(self) -> int:
        """How many points something is known of."""
        return sum(bool(point.known) for point in self.points)


def shown_advices(points: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> list[ShownAdvice]:
    """The eleven deeladviezen in order."""
    titles: dict[int, str] = {}
    grouped: dict[int, list[ShownPoint]] = {}
    about = code_names(catalogue)
    for one in points:
        titles[one["advice"]] = one["title"]
        grouped.setdefault(one["advice"], []).append(_point(one, about))
    return [ShownAdvice(number, titles[number], tuple(grouped[number])) for number in grouped]


def code_names(catalogue: Catalogue) -> dict[str, str]:
    """What each code is about: cells by their aspect, figures and documents by their name."""
    framework = catalogue.framework
    aspects = {row.code: row.aspect for row in framework.rows}
    names = {
        cell.code: f"{aspects[cell.row]}, {framework.parties[cell.party].lower()}"
        for cell in framework.cells
    }
    names |= {figure.code: figure.definition for figure in framework.figures}
    names |= {document.code: document.name for document in framework.documents}
    asked = (one for each in catalogue.newest() for one in each.questions)
    return names | {question.code: question.text for question in asked}


def _value(value: float | Mapping[str, float | str | None] | None) -> str:
    """A number; of a figure with several lines each line by its name; a share as percentage.

    Of documents each title with what was judged of it.
    """
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "; ".join(
            f"{name}: {said}" if isinstance(said, str) else f"{name} {_share(said)}"
            for name, said in value.items()
            if said is not None
        )
    return decimal(value)


def _share(number: float) -> str:
    return percent(number) if 0 < number < 1 else decimal(number)


def _point(one: Mapping[str, Any], about: Mapping[str, str]) -> ShownPoint:
    found = [_evidence(each, about) for each in one["evidence"]]
    return ShownPoint(
        point=one["point"],
        text=one["text"],
        known=tuple(each for each in found if each.value and each.code != REGISTER),
        missing=tuple(each for each in found if not each.value),
        measures=tuple(_measure(each) for each in one.get("measures", ())),
    )


def _measure(one: Mapping[str, Any]) -> ShownMeasure:
    former = f"{one['former_wave']}: {one['former_state']}" if one["former_state"] else ""
    text = f"{one['measure']} ({one['origin']})" if one["origin"] else one["measure"]
    return ShownMeasure(text, one["owner"], one["state"] or NO_STATE, former)


def _evidence(one: Mapping[str, Any], about: Mapping[str, str]) -> ShownEvidence:
    return ShownEvidence(
        kind=KINDS.get(one["kind"], one["kind"]),
        code=one["code"],
        about=about.get(one["code"], ""),
        value=_value(one["value"]),
        n="" if one["n"] is None else str(one["n"]),
        light=light_of(one["light"]),
        why=one["reason"] or "",
        cell=one["code"] if one["kind"] == "cel" else "",
    )
