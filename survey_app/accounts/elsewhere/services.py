"""Somebody whom the organisation's own sign-in knows: the account, and roles by its groups."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.accounts.queries import account_named
from survey_app.accounts.services import refuse_clash
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import BadInput, LoginRefused
from survey_app.installation import Installation
from survey_app.models import Membership, Organisation, StaffAccount
from survey_app.models.organisations import PLATFORM_ADMIN, ROLES

FILE = "oidc-roles.toml"
# What a provider says (RFC 8176) when somebody showed more than a password there.
MORE_THAN_A_PASSWORD = frozenset({"mfa", "hwk", "swk", "otp", "fpt", "face"})


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """What the provider signed about somebody."""

    subject: str
    name: str
    groups: frozenset[str]
    more_than_a_password: bool


def known_by(claims: dict[str, Any], groups_claim: str) -> KnownElsewhere:
    """The claims of an id token whose signature was checked."""
    name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
    groups = claims.get(groups_claim) or ()
    listed = [groups] if isinstance(groups, str) else groups
    shown = frozenset(claims.get("amr") or ())
    return KnownElsewhere(
        subject=f"{claims['iss']} {claims['sub']}"[:200],
        name=" ".join(str(name).split())[:200],
        groups=frozenset(map(str, listed)),
        more_than_a_password=bool(shown & MORE_THAN_A_PASSWORD),
    )


def account_elsewhere(installation: Installation, person: KnownElsewhere) -> str:
    """The account of this person, with exactly the roles of the groups as they are today.

    Raises LoginRefused for who has no group of ours, BadInput for a wrong file or for groups
    whose roles nobody holds together.
    """
    wanted = [
        (place, role)
        for group, place, role in _mapping(installation.config.home / FILE)
        if group in person.groups
    ]
    with session_of(installation.engine) as session:
        known = {one.name: one.id for one in session.scalars(select(Organisation))}
        unknown = {place for place, _ in wanted} - set(known)
        if unknown:
            raise BadInput(
                "{file}: no organisation {unknown!r}", file=FILE, unknown=sorted(unknown)[0]
            )
        held = {(known[place], role) for place, role in wanted}
        for place in known.values():
            refuse_clash([role for of, role in held if of == place])
        account = session.scalar(select(StaffAccount).where(StaffAccount.subject == person.subject))
        if account is None and held:
            account = _new(session, person, min(role for _, role in held))
        if account is not None:
            _replace(session, account.id, held)
            session.commit()
        if account is None or not held:
            raise LoginRefused("this person has no group with a role here")
        return account.id


def _new(session: Session, person: KnownElsewhere, role: str) -> StaffAccount:
    name, number = person.name, 1
    while account_named(session, name) is not None:
        number += 1
        name = f"{person.name} ({number})"
    account = StaffAccount(
        name=name, subject=person.subject, role=role, password_hash="", created_at=now()
    )
    session.add(account)
    session.flush()
    return account


def _replace(session: Session, account_id: str, held: Iterable[tuple[str, str]]) -> None:
    session.execute(delete(Membership).where(Membership.account_id == account_id))
    session.add_all(
        Membership(account_id=account_id, organisation_id=place, role=role) for place, role in held
    )


def _mapping(path: Path) -> list[tuple[str, str, str]]:
    """(Group, organisation, role) of each [[role]]. Raises BadInput naming what is wrong."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8-sig"))["role"]
        found = [(str(row["group"]), str(row["organisation"]), str(row["role"])) for row in rows]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadInput(
            "{path}: give [[role]] with group, organisation and role", path=path
        ) from error
    for _, _, role in found:
        if role not in ROLES or role == PLATFORM_ADMIN:
            raise BadInput("{path}: role {role!r} is none of an organisation", path=path, role=role)
    return found
