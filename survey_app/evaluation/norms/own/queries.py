"""The frameworks that an organisation made itself. Reads only."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import OwnCriterion, OwnFramework, Wave

OWN_NORMS = "own_norms"  # the subject of an edition that holds their lights


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework with its criteria, by norm and code."""

    framework: OwnFramework
    criteria: tuple[OwnCriterion, ...]


def own_frameworks(session: Session, wave_id: str) -> list[Framework]:
    """Those of the organisation of this wave, by name."""
    owner = session.get_one(Wave, wave_id).organisation_id
    found = session.scalars(
        select(OwnFramework)
        .where(OwnFramework.organisation_id == owner)
        .order_by(OwnFramework.name)
    ).all()
    criteria = session.scalars(
        select(OwnCriterion)
        .where(OwnCriterion.organisation_id == owner)
        .order_by(OwnCriterion.norm, OwnCriterion.code)
    ).all()
    return [
        Framework(one, tuple(each for each in criteria if each.own_framework_id == one.id))
        for one in found
    ]


def own_framework(session: Session, wave_id: str, framework_id: str) -> Framework | None:
    """One of them."""
    found = (one for one in own_frameworks(session, wave_id) if one.framework.id == framework_id)
    return next(found, None)


def own_norm_texts(session: Session, wave_id: str) -> dict[str, str]:
    """What each norm of one's own says, by its code."""
    return {
        criterion.norm: criterion.norm_text
        for one in own_frameworks(session, wave_id)
        for criterion in one.criteria
    }
