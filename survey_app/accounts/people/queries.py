"""Who works for an organisation."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.models import Membership, Organisation, Passkey, StaffAccount
from survey_app.models.organisations import ROLES


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody and what this person may do for one organisation."""

    account_id: str
    organisation_id: str
    organisation: str
    name: str
    email: str
    roles: tuple[str, ...]
    has_password: bool
    has_second_factor: bool


def colleagues(session: Session, organisations: frozenset[str]) -> list[Colleague]:
    """Everybody with a role in these organisations, by organisation and name."""
    statement = (
        select(Membership.role, Organisation, StaffAccount)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(StaffAccount, StaffAccount.id == Membership.account_id)
        .where(Membership.organisation_id.in_(organisations))
    )
    with_key = set(session.scalars(select(Passkey.account_id).distinct()))
    held: dict[tuple[str, str], list[str]] = {}
    about: dict[tuple[str, str], tuple[Organisation, StaffAccount]] = {}
    for role, place, account in session.execute(statement):
        held.setdefault((place.id, account.id), []).append(role)
        about[place.id, account.id] = (place, account)
    people = [
        Colleague(
            account_id=account.id,
            organisation_id=place.id,
            organisation=place.name,
            name=account.name,
            email=account.email or "",
            roles=tuple(sorted(held[place.id, account.id], key=ROLES.index)),
            has_password=bool(account.password_hash or account.subject),
            has_second_factor=account.totp_secret is not None or account.id in with_key,
        )
        for place, account in about.values()
    ]
    return sorted(people, key=lambda one: (one.organisation.casefold(), one.name.casefold()))


@dataclass(frozen=True, slots=True)
class AdministeredPlace:
    """An organisation and who administers it."""

    organisation_id: str
    name: str
    admins: tuple[str, ...]


def organisation_admins(session: Session) -> list[AdministeredPlace]:
    """Every organisation with its administrators, for the platform's administrator."""
    places = session.execute(
        select(Organisation.id, Organisation.name).order_by(Organisation.name)
    ).all()
    statement = (
        select(Membership.organisation_id, StaffAccount.name)
        .join(StaffAccount, StaffAccount.id == Membership.account_id)
        .where(Membership.role == "organisation_admin")
        .order_by(StaffAccount.name)
    )
    found = session.execute(statement).all()
    held: dict[str | None, list[str]] = {}
    for place, admin in found:
        held.setdefault(place, []).append(admin)
    return [AdministeredPlace(place, name, tuple(held.get(place, ()))) for place, name in places]
