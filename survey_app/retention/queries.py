"""Waves that are over and what is due of them."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import AMSTERDAM
from survey_app.models import Organisation, Wave
from survey_app.organisations.settings import OrganisationSettings, settings_of
from survey_app.retention.periods import DUE, WORDS, due_on


@dataclass(frozen=True, slots=True)
class EndedWave:
    """A wave that takes no more answers, and the settings of its organisation."""

    wave_id: str
    organisation_id: str
    name: str
    ended_on: datetime.date
    settings: OrganisationSettings

    def is_due(self, kind: str, today: datetime.date) -> bool:
        """Whether this class of it is to be wiped today."""
        return due_on(kind, self.settings, self.ended_on) <= today

    def dates(self) -> list[tuple[str, datetime.date]]:
        """(What, first day on which it is wiped), the earliest first."""
        found = [(WORDS[kind], due_on(kind, self.settings, self.ended_on)) for kind in DUE]
        return sorted(found, key=lambda one: one[1])


def ended_waves(session: Session, organisation_id: str | None = None) -> list[EndedWave]:
    """Every closed wave, of one organisation or of all, the newest first.

    A wave whose last day has passed counts when it has been closed: until then sheets may wait.
    """
    wanted = (
        select(Wave, Organisation)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Wave.closed_at.is_not(None))
        .order_by(Wave.closed_at.desc())
    )
    if organisation_id is not None:
        wanted = wanted.where(Wave.organisation_id == organisation_id)
    return [
        EndedWave(
            wave.id,
            owner.id,
            wave.name,
            wave.closed_at.astimezone(AMSTERDAM).date(),
            settings_of(owner),
        )
        for wave, owner in session.execute(wanted)
        if wave.closed_at is not None
    ]
