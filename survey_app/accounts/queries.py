"""Reading staff accounts."""

import datetime
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Membership, StaffAccount, StaffSession


def account_named(session: Session, name: str) -> StaffAccount | None:
    """The account with this name or e-mail address, whatever its capitals."""
    wanted = name.strip().casefold()
    accounts = session.scalars(select(StaffAccount)).all()
    named = (account for account in accounts if account.name.casefold() == wanted)
    return next(named, None) or next((one for one in accounts if one.email == wanted), None)


def sessions_of(session: Session, account_id: str, since: datetime.datetime) -> list[StaffSession]:
    """The log-ins of this account that are still good, newest first."""
    found = (
        select(StaffSession)
        .where(StaffSession.account_id == account_id, StaffSession.started_at > since)
        .order_by(StaffSession.started_at.desc())
    )
    return list(session.scalars(found))


def roles_in(session: Session, account_id: str, organisation_id: str | None) -> frozenset[str]:
    """What the account may do for this organisation, or (None) for the whole installation."""
    held = select(Membership.role).where(
        Membership.account_id == account_id,
        Membership.organisation_id.is_not_distinct_from(organisation_id),
    )
    return frozenset(session.scalars(held))


def names_of(session: Session, account_id: str) -> tuple[str, ...]:
    """What this person may type to log in."""
    account = session.get_one(StaffAccount, account_id)
    return tuple(name for name in (account.name, account.email) if name)


def works_only_in(session: Session, account_id: str, organisations: Collection[str]) -> bool:
    """Whether this account has no role anywhere but in these organisations."""
    held = session.scalars(
        select(Membership.organisation_id).where(Membership.account_id == account_id)
    )
    return set(held) <= set(organisations)
