"""The register in words: what is to be done, and its state then beside its state now."""

from collections.abc import Iterable
from dataclasses import dataclass

from survey_app.clock import AMSTERDAM
from survey_app.evaluation.measures.forms import STATE_NAMES
from survey_app.evaluation.measures.queries import Follow
from survey_app.evaluation.wording import date_words
from survey_app.models import MeasureState


@dataclass(frozen=True, slots=True)
class ShownState:
    """How far it was, in words, and who said so."""

    state: str
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class ShownMeasure:
    """One measure or recommendation; `now` is empty until somebody looks again."""

    id: str
    kind: str
    text: str
    owner: str
    origin: str
    day: str
    point: str
    before: ShownState | None
    before_wave: str
    now: ShownState | None


def shown_measures(found: Iterable[Follow], kind: str) -> tuple[ShownMeasure, ...]:
    """Those of one kind, by point."""
    return tuple(shown_measure(one) for one in found if one.measure.kind == kind)


def shown_measure(one: Follow) -> ShownMeasure:
    """One of them."""
    measure = one.measure
    return ShownMeasure(
        id=measure.id,
        kind=measure.kind,
        text=measure.text,
        owner=measure.owner,
        origin=measure.origin,
        day=date_words(measure.day.isoformat()) if measure.day else "",
        point=measure.point or "",
        before=_state(measure.kind, one.before),
        before_wave=one.before_wave,
        now=_state(measure.kind, one.now),
    )


def _state(kind: str, state: MeasureState | None) -> ShownState | None:
    if state is None:
        return None
    day = date_words(state.made_at.astimezone(AMSTERDAM).date().isoformat())
    return ShownState(STATE_NAMES[kind][state.state], state.text, f"{state.made_by}, {day}")
