"""The norms of other councils in words: the light that the data propose, criterion by criterion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.evaluation.advice.presentation import code_names
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.questionnaire.definition import Catalogue

FRAMEWORKS: Mapping[str, str] = MappingProxyType(
    {
        "uithoorn": "Normenkader Uithoorn",
        "hillegom_lisse_noordwijkerhout": "Normenkader Hillegom, Lisse en Noordwijkerhout",
    }
)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """One link in the chain of evidence, and the questions under it where it is a cell."""

    code: str
    about: str
    questions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion and the codes it rests on; without codes a person judges it."""

    text: str
    light: Light
    evidence: tuple[ShownLink, ...]


@dataclass(frozen=True, slots=True)
class ShownNorm:
    """One norm with its proposed light."""

    code: str
    text: str
    proposed: Light
    is_incomplete: bool
    rule: str
    criteria: tuple[ShownCriterion, ...]


def shown_norms(
    norms: Iterable[Mapping[str, Any]], catalogue: Catalogue
) -> list[tuple[str, list[ShownNorm]]]:
    """Each framework by name with its norms."""
    found: dict[str, list[ShownNorm]] = {}
    about = code_names(catalogue)
    below = {cell.code: cell.questions for cell in catalogue.framework.cells}
    for one in norms:
        found.setdefault(one["framework"], []).append(_norm(one, about, below))
    return [(FRAMEWORKS.get(name, name), listed) for name, listed in found.items()]


def _norm(
    one: Mapping[str, Any], about: Mapping[str, str], below: Mapping[str, tuple[str, ...]]
) -> ShownNorm:
    made = one.get("framework_version")
    rule = f"rekenregel {one['rule_version']}"
    return ShownNorm(
        code=one["norm"],
        text=one["text"],
        proposed=light_of(one["proposed"]),
        is_incomplete="onvolledig" in one["marks"],
        rule=f"{rule}, kader versie {made}" if made else rule,
        criteria=tuple(
            ShownCriterion(
                each["text"],
                light_of(each["light"]),
                tuple(
                    ShownLink(
                        code,
                        about.get(code, ""),
                        tuple((asked, about.get(asked, "")) for asked in below.get(code, ())),
                    )
                    for code in each["evidence"]
                ),
            )
            for each in one["criteria"]
        ),
    )
