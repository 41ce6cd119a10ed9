"""Traffic lights for surveys, figures, documents and norms (method.md D.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analysis.estimates.intervals import Interval
from analysis.parameters import DEFAULT, Parameters


class Colour(StrEnum):
    """The four states; always shown with a word and a shape besides the colour."""

    GREEN = "groen"
    ORANGE = "oranje"
    RED = "rood"
    GREY = "grijs"


MEANING = {
    Colour.GREEN: "voldaan",
    Colour.ORANGE: "beperkt voldaan",
    Colour.RED: "niet voldaan",
    Colour.GREY: "onvoldoende uitsluitsel",
}
SHAPE = {Colour.GREEN: "●", Colour.ORANGE: "▲", Colour.RED: "■", Colour.GREY: "?"}


@dataclass(frozen=True, slots=True)
class Light:
    """A colour with its reservations: `uncertain` = onzeker, `indicative` = 5 to 9 answers."""

    colour: Colour
    uncertain: bool = False
    indicative: bool = False
    incomplete: bool = False

    @property
    def meaning(self) -> str:
        """Return the word of document 002 for the colour."""
        return MEANING[self.colour]

    @property
    def shape(self) -> str:
        """Return the sign that tells the colour without colour."""
        return SHAPE[self.colour]


def survey_light(
    n: int,
    mean: float | None,
    interval: Interval | None,
    parameters: Parameters = DEFAULT,
) -> Light:
    """Return the light of a mean 0-10 with its interval *without* finite-population correction.

    Without interval (all answers equal) the mean itself stands for both limits.
    Raises nothing: fewer than the disclosure minimum or no mean is grijs.

    >>> survey_light(12, 7.2, Interval(5.4, 9.0)).colour
    <Colour.ORANGE: 'oranje'>
    """
    if n < parameters.disclosure_minimum or mean is None:
        return Light(Colour.GREY)
    target, floor = parameters.light_target, parameters.light_floor
    limits = interval or Interval(mean, mean)
    if mean >= target and limits.low >= floor:
        colour = Colour.GREEN
    elif mean < floor and limits.high < target:
        colour = Colour.RED
    else:
        colour = Colour.ORANGE
    return Light(
        colour,
        uncertain=limits.low < floor and limits.high > target,
        indicative=n < parameters.distribution_minimum,
    )


def gap_light(
    n: int, share: float | None, interval: Interval | None, parameters: Parameters = DEFAULT
) -> Light:
    """Return the light of a gap cell (R20-C, R21-W): share "as I thought or better" times ten.

    `share` and `interval` (Wilson) lie on 0-1. Source: method.md D.8, last line.

    >>> gap_light(40, 0.8, Interval(0.65, 0.9)).colour
    <Colour.GREEN: 'groen'>
    """
    scaled = None if interval is None else Interval(interval.low * 10, interval.high * 10)
    return survey_light(n, None if share is None else share * 10, scaled, parameters)


def figure_light(
    realised: float | None,
    target: float | None,
    higher_is_better: bool = True,
    parameters: Parameters = DEFAULT,
) -> Light:
    """Return the light of a figure with a target; grijs without target or figure.

    The ratio is realised / target, or target / realised when lower is better. Figures and
    targets are not negative. A realised 0 where lower is better meets every target.
    A target of 0 is met exactly by 0 where lower is better and always where higher is better.

    >>> figure_light(5.0, 4.0, higher_is_better=False).colour
    <Colour.ORANGE: 'oranje'>
    """
    if realised is None or target is None:
        return Light(Colour.GREY)
    if realised < 0 or target < 0:
        raise ValueError("a figure and its target may not be negative")
    above, below = (realised, target) if higher_is_better else (target, realised)
    if above >= parameters.figure_green * below - 1e-12:
        return Light(Colour.GREEN)
    if above >= parameters.figure_orange * below - 1e-12:
        return Light(Colour.ORANGE)
    return Light(Colour.RED)


DOCUMENT_COLOURS = {
    "voldaan": Colour.GREEN,
    "beperkt voldaan": Colour.ORANGE,
    "niet voldaan": Colour.RED,
    "onvoldoende uitsluitsel": Colour.GREY,
}


def document_light(judgement: str, source: str, reason: str) -> Light:
    """Return the light of a document criterion; source and reason are both required.

    Raises ValueError for an unknown judgement or when source or reason is empty.

    >>> document_light("voldaan", "Beleidsplan 2026, blz. 4", "Termijn staat erin.").colour
    <Colour.GREEN: 'groen'>
    """
    if not source.strip() or not reason.strip():
        raise ValueError("a judgement needs a source and a reason")
    if judgement not in DOCUMENT_COLOURS:
        raise ValueError(f"unknown judgement {judgement!r}; known: {', '.join(DOCUMENT_COLOURS)}")
    return Light(DOCUMENT_COLOURS[judgement])


def norm_light(criteria: Sequence[Colour]) -> Light:
    """Return the light of a norm from the colours of its criteria (method.md D.11).

    Grijs when more than half is grijs (or there is none); over the known ones all groen is
    groen, more than half rood is rood, else oranje. `incomplete` when any is grijs.

    >>> norm_light([Colour.RED, Colour.RED, Colour.GREY])
    Light(colour=<Colour.RED: 'rood'>, uncertain=False, indicative=False, incomplete=True)
    """
    known = [colour for colour in criteria if colour is not Colour.GREY]
    incomplete = len(known) < len(criteria)
    if not known or (len(criteria) - len(known)) * 2 > len(criteria):
        return Light(Colour.GREY, incomplete=incomplete)
    if all(colour is Colour.GREEN for colour in known):
        return Light(Colour.GREEN, incomplete=incomplete)
    if sum(colour is Colour.RED for colour in known) * 2 > len(known):
        return Light(Colour.RED, incomplete=incomplete)
    return Light(Colour.ORANGE, incomplete=incomplete)
