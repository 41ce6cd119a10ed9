"""Who works on the waves of an organisation, and who checked one."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Membership, StaffAccount


def other_fieldworkers(session: Session, organisation_id: str, account_id: str) -> tuple[str, ...]:
    """The names of everybody else who is a fieldworker here."""
    statement = (
        select(StaffAccount.name)
        .join(Membership, Membership.account_id == StaffAccount.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == "fieldworker",
            StaffAccount.id != account_id,
        )
        .order_by(StaffAccount.name)
    )
    return tuple(session.scalars(statement))


def names_of_accounts(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    """The name of each of these accounts that is still there."""
    wanted = [one for one in ids if one]
    found = session.scalars(select(StaffAccount).where(StaffAccount.id.in_(wanted)))
    return {account.id: account.name for account in found}
