"""Logging in and out, and making accounts."""

import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from survey_app.accounts.passwords import hash_password, is_right, needs_new_hash
from survey_app.accounts.queries import account_named, roles_in
from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, LoginRefused, NameTaken, UnknownName
from survey_app.models import Membership, Organisation, StaffAccount, StaffSession
from survey_app.models.organisations import PLATFORM_ADMIN, ROLES
from survey_app.visits.roles import clash
from survey_app.visits.staff_session import ABSOLUTE, hash_of


def create_account(
    session: Session,
    name: str,
    role: str,
    password: str,
    organisations: Iterable[str] | None = None,
) -> StaffAccount:
    """A new staff account with this role in these organisations (ids; None: all there are now).

    The session has done nothing yet: the password is hashed before its transaction begins. Raises
    NameTaken, or BadInput for a role or password we refuse.
    """
    if role not in ROLES:
        raise BadInput(
            "role {role!r} does not exist; choose {roles}", role=role, roles=", ".join(ROLES)
        )
    stored = _hashed(password)
    if account_named(session, name) is not None:
        raise NameTaken("an account named {name!r} exists already", name=name)
    account = StaffAccount(name=name.strip(), role=role, password_hash=stored, created_at=now())
    session.add(account)
    session.flush()
    if organisations is None:
        organisations = session.scalars(select(Organisation.id)).all()
    _join(session, account, organisations, role)
    session.commit()
    return account


def set_email(session: Session, account: StaffAccount, email: str) -> None:
    """Where a way back in is mailed to. Raises NameTaken for the address of somebody else."""
    taken = session.scalar(select(StaffAccount.id).where(StaffAccount.email == email))
    if taken not in (None, account.id):
        raise NameTaken("an account with address {email} exists already", email=email)
    account.email = email
    session.commit()


def add_member(session: Session, account_name: str, organisation_id: str, role: str) -> None:
    """Let an account work for an organisation in this role; again changes nothing.

    Raises UnknownName for the account, BadInput for the role or for two that do not go together.
    """
    account = account_named(session, account_name)
    if account is None:
        names = session.scalars(select(StaffAccount.name).order_by(StaffAccount.name)).all()
        raise UnknownName(
            "no account {account_name!r}; there are: {names}",
            account_name=account_name,
            names=", ".join(names),
        )
    if role not in ROLES or role == PLATFORM_ADMIN:
        known = ", ".join(one for one in ROLES if one != PLATFORM_ADMIN)
        raise BadInput(
            "role {role!r} is none of an organisation; choose one of {known}",
            role=role,
            known=known,
        )
    held = roles_in(session, account.id, organisation_id)
    if role not in held:
        refuse_clash({*held, role})
        _join(session, account, [organisation_id], role)
    session.commit()


def refuse_clash(roles: Collection[str]) -> None:
    """Raises BadInput when one person may not hold these roles together."""
    apart = clash(roles)
    if apart is not None:
        raise BadInput(
            "nobody is both {first} and {second}: who knows the people does not read "
            "their answers, and who checks does not take part; make a second account",
            first=apart[0],
            second=apart[1],
        )


def _join(session: Session, account: StaffAccount, organisations: Iterable[str], role: str) -> None:
    of: list[str | None] = [None] if role == PLATFORM_ADMIN else [*organisations]
    session.add_all(
        Membership(account_id=account.id, organisation_id=organisation, role=role)
        for organisation in of
    )
    for organisation in of:
        if organisation is not None:
            record(session, organisation, "roles.changed", account.name, roles=role)


def check_password(engine: Engine, name: str, password: str) -> str:
    """The id of the account with this name (or e-mail address) and password.

    Raises LoginRefused when one of them is wrong. The password is hashed outside every
    transaction: that takes long.
    """
    with reading(engine) as session:
        account = account_named(session, name)
    if not is_right(account.password_hash if account else None, password) or account is None:
        raise LoginRefused("name or password is wrong")
    if needs_new_hash(account.password_hash):
        choose_password(engine, account.id, password)
    return account.id


def choose_password(engine: Engine, account_id: str, password: str) -> None:
    """Store the password of this account. Raises BadInput for a wrong length."""
    stored = _hashed(password)
    with session_of(engine) as session:
        session.get_one(StaffAccount, account_id).password_hash = stored
        session.commit()


def _hashed(password: str) -> str:
    """What is stored of a password; slow on purpose. Raises BadInput for a wrong length."""
    try:
        return hash_password(password)
    except ValueError as error:
        raise BadInput(str(error)) from error


def begin_session(engine: Engine, account_id: str, device: str = "") -> str:
    """The token of a new session of this account, on a device described in a few words."""
    token = secrets.token_urlsafe(32)
    with session_of(engine) as session:
        session.execute(delete(StaffSession).where(StaffSession.started_at < now() - ABSOLUTE))
        session.add(
            StaffSession(
                token_hash=hash_of(token),
                account_id=account_id,
                started_at=now(),
                proven_at=now(),
                device=device,
            )
        )
        session.commit()
    return token


def prove_again(engine: Engine, token: str) -> None:
    """The person of this session has just shown again who it is."""
    with session_of(engine) as session:
        session.execute(
            update(StaffSession)
            .where(StaffSession.token_hash == hash_of(token))
            .values(proven_at=now())
        )
        session.commit()


def end_sessions(engine: Engine, account_id: str, only: bytes | None = None) -> None:
    """End every session of this account, or only the one with this hash."""
    ended = delete(StaffSession).where(StaffSession.account_id == account_id)
    if only is not None:
        ended = ended.where(StaffSession.token_hash == only)
    with session_of(engine) as session:
        session.execute(ended)
        session.commit()


def log_out(session: Session, token: str) -> None:
    """End this session: its token opens nothing any more."""
    session.execute(delete(StaffSession).where(StaffSession.token_hash == hash_of(token)))
    session.commit()
