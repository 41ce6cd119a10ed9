"""The waves that an evaluator has, and what there is of each: a few queries, however many."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from survey_app.evaluation.table1.queries import ALL, WaveFacts, wave_facts
from survey_app.evaluation.wording import date_words, period_words, sheets_words
from survey_app.models import InboxItem, ResponseCount, Snapshot

STATES = {
    "draft": "in voorbereiding",
    "planned": "begint nog",
    "open": "loopt nu",
    "paused": "staat even stil",
    "ended": "wacht op afsluiten",
    "closed": "afgesloten",
}


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave in the list."""

    id: str
    name: str
    organisation: str
    period: str
    state: str
    is_closed: bool
    made_on: str  # empty: no table yet
    received: str  # empty: nobody can have answered yet


def wave_list(session: Session, day: datetime.date) -> list[WaveLine]:
    """Every wave, newest first, with the day of its newest table."""
    made_on, received = _made_on(session), _sheets(session)
    return [
        WaveLine(
            id=facts.id,
            name=facts.name,
            organisation=facts.organisation,
            period=period_words(facts.starts_on.isoformat(), facts.ends_on.isoformat()),
            state=STATES[state],
            is_closed=facts.closed,
            made_on=date_words(made_on[facts.id]) if facts.id in made_on else "",
            received=_received(received.get(facts.id, 0), state),
        )
        for facts in wave_facts(session)
        for state in (_state(facts, day),)
    ]


def _received(sheets: int, state: str) -> str:
    return sheets_words(sheets) if sheets or state not in ("draft", "planned") else ""


def _state(facts: WaveFacts, day: datetime.date) -> str:
    if facts.closed:
        return "closed"
    if facts.draft:
        return "draft"
    if day < facts.starts_on:
        return "planned"
    if day > facts.ends_on:
        return "ended"
    return "paused" if facts.paused else "open"


def _made_on(session: Session) -> dict[str, str]:
    """The day of the newest edition of every wave that has one."""
    newest = select(Snapshot.wave_id, func.max(Snapshot.sequence)).group_by(Snapshot.wave_id)
    day = Snapshot.content["made_on"].as_string().label("made_on")
    rows = select(Snapshot.wave_id, day).where(
        tuple_(Snapshot.wave_id, Snapshot.sequence).in_(newest)
    )
    return {row.wave_id: row.made_on for row in session.execute(rows)}


def _sheets(session: Session) -> Mapping[str, int]:
    """How many sheets of every wave were handed in so far, published or not."""
    waiting = select(InboxItem.wave_id, func.count()).group_by(InboxItem.wave_id)
    counted = (
        select(ResponseCount.wave_id, func.sum(ResponseCount.n))
        .where(ResponseCount.breakdown == ALL)
        .group_by(ResponseCount.wave_id)
    )
    found: Counter[str] = Counter()
    for statement in (waiting, counted):
        for wave_id, number in session.execute(statement):
            found[wave_id] += int(number)
    return found
