"""Checking a plan and letting it go live: two people, or one who says why."""

import datetime

from sqlalchemy.orm import Session

from survey_app.audit.recording import record
from survey_app.clock import now, today
from survey_app.database import session_of
from survey_app.errors import BadInput, TrajectspiegelError
from survey_app.fieldwork.live.queries import other_fieldworkers
from survey_app.fieldwork.live.rules import AFTER_A_DAY, Candidate, Hurdle, hurdle
from survey_app.installation import Installation
from survey_app.models import Wave
from survey_app.organisations.asked.freezing import freeze_own
from survey_app.organisations.waves import find_wave

LONGEST_REASON = 500


class NotLive(TrajectspiegelError):
    """The wave may not go live now; `hurdle` says what keeps it from going."""

    def __init__(self, found: Hurdle) -> None:
        super().__init__(found)
        self.hurdle = found


class PlanMoved(TrajectspiegelError):
    """Somebody changed or checked the plan after this person saw it."""


def check_plan(installation: Installation, wave_id: str, account_id: str | None) -> None:
    """Somebody went over the draft and finds it right. Does nothing for what is no draft.

    No account: an operator did.
    """
    with session_of(installation.engine) as session:
        wave = _held(session, wave_id)
        if wave.live_at is None and wave.closed_at is None:
            freeze_own(session, installation.catalogue, wave)
            wave.checked_at, wave.checked_by = now(), account_id
            record(session, wave.organisation_id, "wave.checked", wave.name)
        session.commit()


def go_live(
    installation: Installation, wave_id: str, account_id: str, seen: str, reason: str = ""
) -> None:
    """Let people answer from the first day on, and messages go out.

    `seen`: what `stamp` said of the plan when this person looked at it. `reason`: why one person
    does both. Raises PlanMoved and NotLive; nothing has happened then.
    """
    with session_of(installation.engine) as session:
        wave = _held(session, wave_id)
        if stamp(wave) != seen:
            raise PlanMoved(wave.name)
        alone = not other_fieldworkers(session, wave.organisation_id, account_id)
        found = hurdle(candidate(wave), account_id, alone, now(), today())
        written = " ".join(reason.split())[:LONGEST_REASON]
        if found and not (found == "reason" and written):
            raise NotLive(found)
        if wave.checked_at is None:  # a test
            freeze_own(session, installation.catalogue, wave)
            wave.checked_at, wave.checked_by = now(), account_id
        wave.live_at, wave.live_by = now(), account_id
        if wave.checked_by == account_id and not wave.is_test:
            wave.alone_because = written or AFTER_A_DAY
        record(session, wave.organisation_id, "wave.live", wave.name)
        session.commit()


def make_live(installation: Installation, name: str) -> None:
    """The operator's way: a draft goes live at once. Raises UnknownName, BadInput."""
    with session_of(installation.engine) as session:
        wave = _held(session, find_wave(session, name).id)
        if wave.live_at is not None:
            raise BadInput("wave {name!r} is live already", name=name)
        if wave.checked_at is None:
            freeze_own(session, installation.catalogue, wave)
        wave.checked_at = wave.checked_at or now()
        wave.live_at = now()
        record(session, wave.organisation_id, "wave.live", wave.name)
        session.commit()


def candidate(wave: Wave) -> Candidate:
    """The wave as the rules look at it."""
    return Candidate(
        ends_on=wave.ends_on,
        is_live=wave.live_at is not None,
        is_test=wave.is_test,
        checked_at=wave.checked_at,
        checked_by=wave.checked_by,
    )


def stamp(wave: Wave) -> str:
    """Another text once somebody has changed or checked the plan: a change undoes the check."""
    facts = (wave.checked_at, wave.name, wave.starts_on, wave.ends_on, *wave.test_addresses)
    return "|".join(_text(fact) for fact in facts)


def _text(fact: datetime.datetime | datetime.date | str | None) -> str:
    return fact if isinstance(fact, str) else fact.isoformat() if fact is not None else ""


def _held(session: Session, wave_id: str) -> Wave:
    """The wave, that nobody else changes meanwhile."""
    wave = session.get_one(Wave, wave_id)
    session.refresh(wave, with_for_update=True)
    return wave
