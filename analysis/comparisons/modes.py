"""Web, paper, phone, with help: does the way of answering matter? (method.md D.10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.cells import Scores
from analysis.estimates.welch import Difference, summary, welch
from analysis.parameters import DEFAULT, Parameters

WEB, PHONE = "web", "phone"


@dataclass(frozen=True, slots=True)
class ModeEffect:
    """Numbers of people per mode (None = too few to show), means and phone minus web.

    `means` and `phone_minus_web` are only there when every mode they need has enough answers;
    `per_mode` tells that results have to be shown per mode. Nothing is corrected.
    """

    numbers: Mapping[str, int | None]
    means: Mapping[str, float] | None
    phone_minus_web: Difference | None
    per_mode: bool


def mode_effect(modes: Mapping[str, Scores], parameters: Parameters = DEFAULT) -> ModeEffect:
    """Return the mode effect of one cell from the scores per mode.

    Means are given when each mode with answers has `mode_minimum` people. The numbers are
    hidden below the disclosure minimum, 0 excepted; give them together with a total only after
    the gate for one dimension (`analysis.disclosure.suppress_one_dimension`).

    >>> from analysis.cells import scores_from
    >>> web, phone = scores_from([5.0, 6.25] * 20), scores_from([7.5, 6.25] * 20)
    >>> mode_effect({"web": web, "phone": phone}).per_mode
    True
    """
    filled = {mode: scores for mode, scores in modes.items() if scores.n}
    enough = bool(filled) and all(s.n >= parameters.mode_minimum for s in filled.values())
    difference = None
    pair = [filled[mode] for mode in (PHONE, WEB) if mode in filled]
    if len(pair) == 2 and all(s.n >= parameters.mode_minimum for s in pair):
        difference = welch(summary(pair[0]), summary(pair[1]), parameters.confidence)
    return ModeEffect(
        {
            mode: scores.n if scores.n >= parameters.disclosure_minimum or not scores.n else None
            for mode, scores in modes.items()
        },
        {m: s.mean for m, s in filled.items() if s.mean is not None} if enough else None,
        difference,
        difference is not None
        and difference.difference is not None
        and abs(difference.difference) >= parameters.mode_split_difference - 1e-9
        and all(s.n >= parameters.mode_split_minimum for s in pair),
    )
