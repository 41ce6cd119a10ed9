"""What a wave sends by itself: reminders by its scheme, invitations when a window opens.

Decided by the worker, by day, as a fieldworker would.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from survey_app import clock
from survey_app.audit.recording import record_in_wave
from survey_app.database import reading, session_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.messaging.one_by_one import one_by_one
from survey_app.messaging.outbox.addressees import Peace, Target, numbers, peace_of, targets
from survey_app.messaging.outbox.services_dispatch import decide
from survey_app.messaging.outbox.ways import channel_for
from survey_app.models import Dispatch, ReminderScheme, Wave
from survey_app.organisations.waves import wave_state
from survey_app.questionnaire.windows import WINDOWS

# A letter that is printed still has to be posted: a person decides when.
NOT_BY_ITSELF = ("letter",)
FIRST_HOUR, LAST_HOUR = 9, 20  # nobody is reminded at night


@dataclass(frozen=True, slots=True)
class Scheme:
    """When a wave reminds by itself, as somebody set it."""

    is_on: bool
    most: int
    first_after_days: int
    second_after_days: int
    rest_weeks: int


def remind_by_schemes(installation: Installation, at: datetime.datetime | None = None) -> list[str]:
    """Decide every reminder whose day has come; returns the ids of the dispatches.

    Nothing between eight in the evening and nine in the morning. Asked twice it decides once: who
    has a reminder in line is not due any more, and a group that is still being put in line waits.
    """
    on = select(Wave).join(ReminderScheme, ReminderScheme.wave_id == Wave.id)
    on = on.where(ReminderScheme.is_on, ReminderScheme.held_at.is_(None))
    return _decide_all(installation, on, _reminders, at)


def invite_by_windows(installation: Installation, at: datetime.datetime | None = None) -> list[str]:
    """Decide the invitation of everybody whose window is open; returns the ids of the dispatches.

    As with reminders: by day, once, and never a letter. Held up by pausing the wave.
    """
    return _decide_all(installation, select(Wave).where(Wave.is_rolling), _invitations, at)


def _decide_all(
    installation: Installation,
    waves: Select[Wave],
    wanted: Callable[[Session, str, Peace], Iterable[Target]],
    at: datetime.datetime | None,
) -> list[str]:
    moment = (at or clock.now()).astimezone(clock.AMSTERDAM)
    if not FIRST_HOUR <= moment.hour < LAST_HOUR:
        return []
    made: list[str] = []

    def decide_for(wave_id: str) -> None:
        for target, able in _due(installation, wave_id, wanted):
            try:
                made.append(decide(installation, target, able))
            except BadInput:  # somebody else was first
                continue

    one_by_one(_open(installation, waves), decide_for)
    return made


def _reminders(session: Session, wave_id: str, peace: Peace) -> Iterable[Target]:
    return targets(session, wave_id, "", peace.most) if peace.most else ()


def _invitations(session: Session, wave_id: str, peace: Peace) -> Iterable[Target]:
    del peace
    return (one for one in targets(session, wave_id, "") if one.questionnaire in WINDOWS)


def keep_scheme(installation: Installation, wave_id: str, scheme: Scheme) -> None:
    """Set when a wave reminds by itself; it is not held back any more."""
    values = {
        "is_on": scheme.is_on,
        "most": scheme.most,
        "first_after_days": scheme.first_after_days,
        "second_after_days": scheme.second_after_days,
        "rest_weeks": scheme.rest_weeks,
        "held_at": None,
    }
    with session_of(installation.engine) as session:
        kept = session.get(ReminderScheme, wave_id)
        if kept is None:
            session.add(ReminderScheme(wave_id=wave_id, **values))
        else:
            for name, value in values.items():
                setattr(kept, name, value)
        record_in_wave(session, wave_id, "messages.scheduled")
        session.commit()


def hold_scheme(installation: Installation, wave_id: str, held: bool) -> None:
    """Hold the reminders of a wave back for a while, or let them go on."""
    with session_of(installation.engine) as session:
        kept = session.get(ReminderScheme, wave_id)
        if kept is not None:
            kept.held_at = (kept.held_at or clock.now()) if held else None
            record_in_wave(session, wave_id, "messages.held")
        session.commit()


def _open(installation: Installation, waves: Select[Wave]) -> list[str]:
    with reading(installation.engine) as session:
        found = session.scalars(waves.where(Wave.closed_at.is_(None))).all()
    today = clock.today()
    return [wave.id for wave in found if wave_state(wave, today) == "open"]


def _due(
    installation: Installation,
    wave_id: str,
    wanted: Callable[[Session, str, Peace], Iterable[Target]],
) -> list[tuple[Target, int]]:
    """The groups of a wave that are to be written to today, with how many people."""
    with reading(installation.engine) as session:
        peace = peace_of(session, wave_id)
        found = []
        for one in wanted(session, wave_id, peace):
            channel = channel_for(installation.config, one.way)
            if channel is None or channel in NOT_BY_ITSELF:
                continue
            target = Target(wave_id, one.questionnaire, one.way, channel, one.number)
            able, _ = numbers(session, target, peace, clock.today())
            if able and not _is_being_lined_up(session, target):
                found.append((target, able))
    return found


def _is_being_lined_up(session: Session, target: Target) -> bool:
    same = exists().where(
        Dispatch.wave_id == target.wave_id,
        Dispatch.questionnaire == target.questionnaire,
        Dispatch.way == target.way,
        Dispatch.number == target.number,
        Dispatch.lined_up_at.is_(None),
    )
    return bool(session.scalar(select(same)))
