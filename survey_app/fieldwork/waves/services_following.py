"""Waves that come back: when one is over the next one stands ready, once, as a draft."""

import datetime
import re
from collections.abc import Collection
from typing import Any

from babel.dates import format_date
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now, today
from survey_app.database import reading, session_of
from survey_app.fieldwork.waves.services import freeze
from survey_app.installation import Installation
from survey_app.models import (
    Organisation,
    OwnText,
    Population,
    ReminderScheme,
    Wave,
    WaveQuestionnaire,
)
from survey_app.organisations.names import LONGEST_NAME
from survey_app.organisations.settings import settings_of
from survey_app.questionnaire.definition import Catalogue
from survey_app.retention.periods import plus_months

KEPT = (
    *("mode", "minimum_cell", "batch_size", "is_rolling", "repeat_months"),
    *("languages", "channels"),
)
SEASONS = {"voorjaar": "najaar", "najaar": "voorjaar"}


def prepare_next_waves(installation: Installation) -> list[str]:
    """Make the next wave of each one that comes back and is over; returns their ids.

    Over is: closed, or its last day was yesterday. The mark that it was followed and the draft
    come in one transaction, so however often this runs there is one; deleted, it stays away.
    """
    over = or_(Wave.closed_at.is_not(None), Wave.ends_on < today())
    due = select(Wave.id).where(
        Wave.repeat_months.is_not(None),
        Wave.followed_at.is_(None),
        Wave.live_at.is_not(None),
        Wave.is_test.is_(False),
        over,
    )
    with reading(installation.engine) as session:
        found = session.scalars(due.order_by(Wave.ends_on, Wave.id)).all()
    return [made for wave_id in found if (made := _follow(installation, wave_id)) is not None]


def _follow(installation: Installation, wave_id: str) -> str | None:
    """The wave after this one; None when somebody else made it."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        session.refresh(wave, with_for_update=True)
        if wave.followed_at is not None or wave.repeat_months is None:
            return None
        following = _draft_after(session, wave, wave.repeat_months)
        session.add(following)
        session.flush()
        _copy(session, installation.catalogue, wave.id, following.id)
        wave.followed_at = now()
        record(session, wave.organisation_id, "wave.planned", following.name)
        session.commit()
        return following.id


def _draft_after(session: Session, wave: Wave, months: int) -> Wave:
    """The same plan in its next period, with the providers of today."""
    owner = session.get_one(Organisation, wave.organisation_id)
    settings = settings_of(owner)
    moved = months
    while plus_months(wave.ends_on, moved) < today():
        moved += months
    starts_on = plus_months(wave.starts_on, moved)
    taken = set(session.scalars(select(Wave.name).where(Wave.organisation_id == owner.id)))
    return Wave(
        organisation_id=owner.id,
        name=next_name(wave.name, wave.starts_on, starts_on, taken),
        starts_on=starts_on,
        ends_on=plus_months(wave.ends_on, moved),
        created_at=now(),
        follows_id=wave.id,
        providers=settings.providers,
        provider_example=settings.provider_example,
        **{name: getattr(wave, name) for name in KEPT},
    )


def next_name(
    name: str, before: datetime.date, starts_on: datetime.date, taken: Collection[str]
) -> str:
    """What the next wave is called, until somebody gives it another name.

    >>> next_name("Najaar 2026", datetime.date(2026, 11, 1), datetime.date(2027, 5, 1), ())
    'Voorjaar 2027'
    >>> next_name("KTO", datetime.date(2026, 11, 1), datetime.date(2027, 11, 1), {"KTO"})
    'KTO, november 2027'
    """
    found = name.replace(str(before.year), str(starts_on.year))
    if before.month != starts_on.month:
        found = re.sub("voorjaar|najaar", _other_season, found, flags=re.IGNORECASE)
    if found == name or found in taken:
        month = format_date(starts_on, "MMMM y", locale="nl")
        found = f"{name[: LONGEST_NAME - 24]}, {month}"
    number, base = 2, found
    while found in taken:
        found, number = f"{base} ({number})", number + 1
    return found


def _other_season(written: re.Match[str]) -> str:
    other = SEASONS[written[0].casefold()]
    return other.capitalize() if written[0][0].isupper() else other


def _copy(session: Session, catalogue: Catalogue, from_id: str, to_id: str) -> None:
    """The questionnaires as they are now, and what was told and set for the earlier wave."""
    asked = select(WaveQuestionnaire.questionnaire).where(WaveQuestionnaire.wave_id == from_id)
    freeze(session, to_id, catalogue, frozenset(session.scalars(asked)))
    for model in (Population, OwnText, ReminderScheme):
        for row in session.scalars(select(model).where(model.wave_id == from_id)):
            session.add(model(**_again(row, to_id)))


def _again(row: Any, wave_id: str) -> dict[str, Any]:
    """The columns of a row, for another wave; nothing of it is held back."""
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}
    return {**values, "wave_id": wave_id} | ({"held_at": None} if "held_at" in values else {})
