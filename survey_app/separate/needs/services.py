"""What a professional decides about needs forms: what comes of them, and which groups there are."""

from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import EntryRefused
from survey_app.installation import Installation
from survey_app.models import NeedsGroup, NeedsGrouping, NeedsResponse, Wave
from survey_app.models.separate import NEEDS_STATES
from survey_app.separate.needs.agreement import agrees
from survey_app.separate.needs.services_reading import sealed_note

LONGEST_NOTE = 500
DECISIONS = ("accepted", "refused")


def note_opening(installation: Installation, row_id: str) -> None:
    """Write down that somebody reads a form, before it is shown."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, session.get_one(NeedsResponse, row_id).wave_id)
        record(session, wave.organisation_id, "needs.opened", wave.name, people=1)
        session.commit()


def follow_up(installation: Installation, row_id: str, state: str, note: str) -> None:
    """Keep what comes of a form. Raises BadInput for another state or a note that is too long."""
    if state not in NEEDS_STATES:
        raise EntryRefused("Kies hoe het ervoor staat.")
    if len(note) > LONGEST_NOTE:
        raise EntryRefused(
            "Schrijf niet meer dan {longest_note} tekens.", longest_note=LONGEST_NOTE
        )
    sealed = sealed_note(installation, row_id, note)
    with session_of(installation.engine) as session:
        row = session.get_one(NeedsResponse, row_id)
        row.state, row.note = state, sealed
        wave = session.get_one(Wave, row.wave_id)
        record(session, wave.organisation_id, "needs.changed", wave.name, people=1)
        session.commit()


def ask_groups(installation: Installation, wave_id: str) -> None:
    """Let the worker propose groups; what somebody decided already stays."""
    with session_of(installation.engine) as session:
        wave = session.get_one(Wave, wave_id)
        wish = session.get(NeedsGrouping, wave_id)
        if wish is None:
            wish = NeedsGrouping(wave_id=wave_id, organisation_id=wave.organisation_id)
            session.add(wish)
        wish.asked_at, wish.made_at = now(), None
        record(session, wave.organisation_id, "needs.asked", wave.name)
        session.commit()


def decide(installation: Installation, group_id: str, decision: str, name: str) -> None:
    """Accept a group, or say that it is none; `name` is who decides. Raises BadInput."""
    if decision not in DECISIONS:
        raise EntryRefused("Kies wel of geen groep.")
    with session_of(installation.engine) as session:
        group = session.get_one(NeedsGroup, group_id)
        group.state, group.decided_by = decision, name
        wave = session.get_one(Wave, group.wave_id)
        record(session, wave.organisation_id, "needs.decided", wave.name, kind=decision)
        session.commit()


def move(installation: Installation, row_id: str, group_id: str | None) -> None:
    """Put somebody in a group of the same wave, or in none: the person may refuse.

    Raises BadInput for who did not agree to a group, or a group of another wave.
    """
    with session_of(installation.engine) as session:
        row = session.get_one(NeedsResponse, row_id)
        groups = [session.get(NeedsGroup, one) for one in (row.needs_group_id, group_id) if one]
        wanted = groups[-1] if group_id else None
        if group_id and (wanted is None or wanted.wave_id != row.wave_id):
            raise EntryRefused("Deze groep is er niet.")
        if group_id and not agrees(row.answers):
            raise EntryRefused("Deze persoon wil niet in een groep.")
        for group in groups:
            if group is not None:
                group.changed = True
        row.needs_group_id = group_id
        wave = session.get_one(Wave, row.wave_id)
        record(session, wave.organisation_id, "needs.decided", wave.name, people=1)
        session.commit()
