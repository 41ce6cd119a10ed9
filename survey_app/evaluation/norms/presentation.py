"""The norms of other councils in words: the light that the data propose, criterion by criterion."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from survey_app.evaluation.figures.presentation import Light, light_of

FRAMEWORKS: Mapping[str, str] = MappingProxyType(
    {
        "uithoorn": "Normenkader Uithoorn",
        "hillegom_lisse_noordwijkerhout": "Normenkader Hillegom, Lisse en Noordwijkerhout",
    }
)


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One criterion and the codes it rests on; without codes a person judges it."""

    text: str
    light: Light
    evidence: str


@dataclass(frozen=True, slots=True)
class ShownNorm:
    """One norm with its proposed light."""

    code: str
    text: str
    proposed: Light
    is_incomplete: bool
    criteria: tuple[ShownCriterion, ...]


def shown_norms(norms: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[ShownNorm]]]:
    """Each framework by name with its norms."""
    found: dict[str, list[ShownNorm]] = {}
    for one in norms:
        found.setdefault(one["framework"], []).append(_norm(one))
    return [(FRAMEWORKS.get(name, name), listed) for name, listed in found.items()]


def _norm(one: Mapping[str, Any]) -> ShownNorm:
    return ShownNorm(
        code=one["norm"],
        text=one["text"],
        proposed=light_of(one["proposed"]),
        is_incomplete="onvolledig" in one["marks"],
        criteria=tuple(
            ShownCriterion(each["text"], light_of(each["light"]), ", ".join(each["evidence"]))
            for each in one["criteria"]
        ),
    )
