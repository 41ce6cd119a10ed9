"""Which providers each wave names: fixed when it was planned, whatever the settings say later."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.models import Organisation, Wave
from survey_app.models.columns import Names
from survey_app.organisations.settings_file import organisation_settings


@dataclass(frozen=True, slots=True)
class FrozenProviders:
    """The providers of a wave, and those that the settings of its organisation name now."""

    wave: str
    organisation: str
    providers: tuple[str, ...]
    settings: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the settings have changed since the wave was planned."""
        return self.providers != self.settings

    def sentence(self) -> str:
        """What the operator must know of a changed list."""
        names = ", ".join(self.providers) or "none"
        return (
            f"wave {self.wave} keeps the providers it was planned with ({names}): "
            "the changed settings hold for the next wave only"
        )


def frozen_providers(session: Session, home: Path) -> list[FrozenProviders]:
    """The providers of every wave that is not over, by the name of the wave."""
    statement = (
        select(Wave.name, Wave.providers, Organisation.name, Organisation.slug)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Wave.closed_at.is_(None), Wave.ends_on >= today())
        .order_by(Wave.name)
    )
    return [
        FrozenProviders(
            wave, owner, frozen, Names.normal(organisation_settings(home, slug, owner).providers)
        )
        for wave, frozen, owner, slug in session.execute(statement)
    ]
