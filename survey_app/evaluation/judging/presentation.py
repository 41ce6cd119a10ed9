"""Conclusions in words: who concluded what, when, and whether the data have moved since."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.clock import AMSTERDAM
from survey_app.evaluation.figures.presentation import Light, light_of
from survey_app.evaluation.wording import date_words
from survey_app.models import Judgement
from survey_app.questionnaire.framework import Framework

NOT_JUDGED = "niet te beoordelen"


@dataclass(frozen=True, slots=True)
class ShownJudgement:
    """A conclusion as it stands on a page."""

    text: str
    light: Light | None
    cannot: bool  # judged as impossible to judge
    by: str
    second: str
    is_outdated: bool
    is_own: bool


def shown_judgements(
    found: Mapping[str, Judgement], data_version: str, reader: str
) -> dict[str, ShownJudgement]:
    """By code; outdated when a figure of the wave changed since."""
    return {code: _shown(one, data_version, reader) for code, one in found.items()}


def _shown(one: Judgement, data_version: str, reader: str) -> ShownJudgement:
    day = date_words(one.made_at.astimezone(AMSTERDAM).date().isoformat())
    coloured = one.light is not None and one.light != NOT_JUDGED
    return ShownJudgement(
        text=one.text,
        light=light_of(str(one.light)) if coloured else None,
        cannot=one.light == NOT_JUDGED,
        by=f"{one.made_by}, {day}",
        second=one.read_by or "",
        is_outdated=one.data_version != data_version,
        is_own=one.made_by == reader,
    )


def subject_text(framework: Framework, about: str, code: str) -> str:
    """What the conclusion is about: the words of the norm or the point."""
    listed = framework.norms if about == "norm" else framework.advice_points
    return next(one.text for one in listed if one.code == code)
