"""Reading staff accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import StaffAccount


def account_named(session: Session, name: str) -> StaffAccount | None:
    """The account with this name, whatever its capitals."""
    wanted = name.strip().casefold()
    accounts = session.scalars(select(StaffAccount))
    return next((account for account in accounts if account.name.casefold() == wanted), None)
