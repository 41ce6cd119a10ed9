"""Reading staff accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Membership, StaffAccount


def account_named(session: Session, name: str) -> StaffAccount | None:
    """The account with this name, whatever its capitals."""
    wanted = name.strip().casefold()
    accounts = session.scalars(select(StaffAccount))
    return next((account for account in accounts if account.name.casefold() == wanted), None)


def roles_in(session: Session, account_id: str, organisation_id: str | None) -> frozenset[str]:
    """What the account may do for this organisation, or (None) for the whole installation."""
    held = select(Membership.role).where(
        Membership.account_id == account_id,
        Membership.organisation_id.is_not_distinct_from(organisation_id),
    )
    return frozenset(session.scalars(held))
