"""Logging in and out, and making accounts."""

import secrets
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from survey_app.accounts.passwords import hash_password, is_right, needs_new_hash
from survey_app.accounts.queries import account_named
from survey_app.accounts.throttle import LoginThrottle
from survey_app.clock import now
from survey_app.errors import BadInput, LoginRefused, NameTaken, TooManyAttempts
from survey_app.models import StaffAccount, StaffSession
from survey_app.visits.staff_session import ABSOLUTE, ROLES


def create_account(session: Session, name: str, role: str, password: str) -> StaffAccount:
    """A new staff account. Raises NameTaken, or BadInput for a role or password we refuse."""
    if role not in ROLES:
        raise BadInput(f"role {role!r} does not exist; choose {' or '.join(ROLES)}")
    if account_named(session, name) is not None:
        raise NameTaken(f"an account named {name!r} exists already")
    try:
        stored = hash_password(password)
    except ValueError as error:
        raise BadInput(str(error)) from error
    account = StaffAccount(name=name.strip(), role=role, password_hash=stored, created_at=now())
    session.add(account)
    session.commit()
    return account


def log_in(
    session: Session, throttle: LoginThrottle, name: str, password: str, client: str
) -> tuple[StaffAccount, str]:
    """The account and the token of its new session.

    Raises TooManyAttempts before any password is looked at, LoginRefused when name or password
    is wrong.
    """
    if throttle.seconds_to_wait(name, client) > 0:
        raise TooManyAttempts("too many wrong passwords")
    account = account_named(session, name)
    if not is_right(account.password_hash if account else None, password) or account is None:
        throttle.failed(name, client)
        raise LoginRefused("name or password is wrong")
    throttle.succeeded(name, client)
    if needs_new_hash(account.password_hash):
        account.password_hash = hash_password(password)
    token = secrets.token_urlsafe(32)
    session.execute(delete(StaffSession).where(StaffSession.started_at < now() - ABSOLUTE))
    session.add(
        StaffSession(
            token_hash=sha256(token.encode()).digest(), account_id=account.id, started_at=now()
        )
    )
    session.commit()
    return account, token


def log_out(session: Session, token: str) -> None:
    """End this session: its token opens nothing any more."""
    hashed = sha256(token.encode()).digest()
    session.execute(delete(StaffSession).where(StaffSession.token_hash == hashed))
    session.commit()
