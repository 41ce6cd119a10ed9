"""The store of what was told: per edition, questionnaire and breakdown, figure by figure.

`figures` of a row: figure → `people` (answer → number, which is never published and is what the
gate judges the next edition by), `shown` and `hidden` (names of groups).
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analysis.disclosure import Figure, Released
from survey_app.models import ReleasedBreakdown, Snapshot

Release = tuple[Released, ...]
Telling = tuple[str, str, Release]  # questionnaire, breakdown, what an edition told of it


def released_before(session: Session, wave_id: str) -> dict[tuple[str, str], tuple[Release, ...]]:
    """What every edition of a wave told, by questionnaire and breakdown, the oldest first."""
    statement = (
        select(
            ReleasedBreakdown.questionnaire,
            ReleasedBreakdown.breakdown,
            ReleasedBreakdown.figures,
        )
        .join(Snapshot, Snapshot.id == ReleasedBreakdown.snapshot_id)
        .where(Snapshot.wave_id == wave_id)
        .order_by(Snapshot.sequence)
    )
    found: dict[tuple[str, str], list[Release]] = defaultdict(list)
    for questionnaire, breakdown, figures in session.execute(statement):
        found[questionnaire, breakdown].append(tuple(_released(one) for one in figures))
    return {key: tuple(told) for key, told in found.items()}


def release_rows(snapshot_id: str, tellings: Iterable[Telling]) -> list[ReleasedBreakdown]:
    """The rows that an edition leaves in the store."""
    return [
        ReleasedBreakdown(
            snapshot_id=snapshot_id,
            questionnaire=questionnaire,
            breakdown=breakdown,
            figures=[_record(one) for one in told],
        )
        for questionnaire, breakdown, told in tellings
    ]


def _record(one: Released) -> dict[str, Any]:
    return {
        "figure": one.figure.name,
        "people": dict(one.figure.people),
        "shown": sorted(one.shown),
        "hidden": sorted(one.hidden),
    }


def _released(record: dict[str, Any]) -> Released:
    return Released(
        Figure(record["figure"], tuple(sorted(record["people"].items()))),
        frozenset(record["shown"]),
        frozenset(record["hidden"]),
    )
