"""Whether the way of answering matters, in words (method.md D.10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey_app.evaluation.comparisons.presentation import Difference, difference
from survey_app.evaluation.wording import decimal
from survey_app.questionnaire.definition import Catalogue

MODES = {"web": "Website", "phone": "Telefoon", "paper": "Papier", "help": "Met hulp"}
HIDDEN = "te weinig"
NO_EFFECT = "niet te zeggen"


@dataclass(frozen=True, slots=True)
class ShownModes:
    """One questionnaire: sheets per way of answering, and what telephone does against website."""

    title: str
    numbers: tuple[str, ...]
    means: tuple[str, ...]
    difference: Difference | None
    words: str


def shown_modes(
    found: Mapping[str, Mapping[str, Any]], catalogue: Catalogue, versions: Mapping[str, int]
) -> list[ShownModes]:
    """Every questionnaire that somebody answered; `versions` are those of the wave."""
    return [_modes(catalogue.frozen(code, versions).title, one) for code, one in found.items()]


def _modes(title: str, one: Mapping[str, Any]) -> ShownModes:
    numbers = tuple(_number(one["n"].get(mode)) for mode in MODES)
    means = tuple(decimal((one["means"] or {}).get(mode)) for mode in MODES)
    effect = one["effect"]
    if effect is None or effect["difference"] is None:
        return ShownModes(title, numbers, means, None, NO_EFFECT)
    moved = difference(effect["difference"], effect["low"], effect["high"])
    return ShownModes(title, numbers, means, moved, _words(effect))


def _words(effect: Mapping[str, Any]) -> str:
    low, high = effect["low"], effect["high"]
    if low is None or high is None or low <= 0 <= high:
        return "een verschil is niet aangetoond"
    way = "hoger" if effect["difference"] > 0 else "lager"
    more = "; lees de manieren apart" if effect["per_mode_reported"] else ""
    return f"aan de telefoon aantoonbaar {way}{more}"


def _number(n: int | None) -> str:
    return HIDDEN if n is None else str(n)
