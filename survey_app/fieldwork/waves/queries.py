"""What is known of each wave: its providers, fixed when planned; its people; its reach."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.clock import today
from survey_app.fieldwork.waves.population import People
from survey_app.models import (
    Access,
    Invitation,
    Message,
    Organisation,
    Population,
    Wave,
    WaveQuestionnaire,
)
from survey_app.models.columns import Names
from survey_app.operators.sentence import Sentence
from survey_app.organisations.settings import settings_of


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
        return Sentence(
            "wave {wave} keeps the providers it was planned with ({names}): the "
            "changed settings hold for the next wave only",
            wave=self.wave,
            names=names,
        )


def frozen_providers(session: Session) -> list[FrozenProviders]:
    """The providers of every wave that is not over, by the name of the wave."""
    statement = (
        select(Wave.name, Wave.providers, Organisation)
        .join(Organisation, Organisation.id == Wave.organisation_id)
        .where(Wave.closed_at.is_(None), Wave.ends_on >= today())
        .order_by(Wave.name)
    )
    return [
        FrozenProviders(wave, owner.name, frozen, Names.normal(settings_of(owner).providers))
        for wave, frozen, owner in session.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people of a wave were invited, and how many of them got a message."""

    invited: int = 0
    written: int = 0


def reach_of_waves(session: Session, wave_ids: Iterable[str]) -> dict[str, Reach]:
    """The reach of each of these waves."""
    ids = list(wave_ids)
    invited = (
        select(Invitation.wave_id, func.count())
        .where(Invitation.wave_id.in_(ids))
        .group_by(Invitation.wave_id)
    )
    written = (
        select(Message.wave_id, func.count(Access.invitation_id.distinct()))
        .join(Access, Access.id == Message.access_id)
        .where(Message.wave_id.in_(ids), Message.state == "sent")
        .group_by(Message.wave_id)
    )
    sent: dict[str, int] = {row[0]: row[1] for row in session.execute(written)}
    return {
        wave_id: Reach(number, sent.get(wave_id, 0)) for wave_id, number in session.execute(invited)
    }


def names_of_waves(session: Session, wave_ids: Iterable[str | None]) -> dict[str | None, str]:
    """The name of each of these waves that is still there."""
    ids = {one for one in wave_ids if one}
    if not ids:
        return {}
    return dict(session.execute(select(Wave.id, Wave.name).where(Wave.id.in_(ids))).all())


def counted_people(session: Session, wave_id: str) -> dict[str, People]:
    """How many people each questionnaire of a wave is meant for, with the groups that were told."""
    totals: dict[str, Population] = {}
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for one in session.scalars(select(Population).where(Population.wave_id == wave_id)):
        if not one.breakdown:
            totals[one.questionnaire] = one
        else:
            categories = groups.setdefault(one.questionnaire, {})
            categories.setdefault(one.breakdown, {})[one.category] = one.people
    return {
        code: People(code, total.people, total.all_invited, groups.get(code, {}))
        for code, total in totals.items()
    }


def chosen_questionnaires(session: Session, wave_id: str) -> frozenset[str]:
    """The codes of the questionnaires that are asked in a wave."""
    statement = select(WaveQuestionnaire.questionnaire).where(WaveQuestionnaire.wave_id == wave_id)
    return frozenset(session.scalars(statement))


def part_price(session: Session, organisation_id: str) -> Decimal | None:
    """What one part of a text message costs an organisation, in euros; None when it is not told."""
    return settings_of(session.get_one(Organisation, organisation_id)).price_of_a_part
