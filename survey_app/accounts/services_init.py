"""Making an installation: keys, schema and the first accounts, whatever is not there yet."""

import os
import secrets
from collections.abc import Iterable

from sqlalchemy import select

from survey_app.accounts.passwords import hash_password
from survey_app.clock import now
from survey_app.commands.migrate_command import migrate
from survey_app.config import Config
from survey_app.crypto.keys import load_keys, make_keys
from survey_app.database import make_engine, reading, session_of, telling_failures
from survey_app.models import Membership, StaffAccount
from survey_app.models.organisations import PLATFORM_ADMIN

FIRST = (PLATFORM_ADMIN, "organisation_admin", "evaluator", "fieldworker")


def init(config: Config, roles: Iterable[str] = FIRST) -> dict[str, str]:
    """Keys, schema and accounts that are not there yet; returns new passwords by role.

    Raises KeyMissing when a database with data is found without one of its keys: a new one would
    make its contacts or its unsent answers unreadable for good.
    """
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _has_data(config):
        make_keys(config.home / "keys")
    load_keys(config.home / "keys", config.environment_keys)
    migrate(config)
    made = _make_accounts(config, roles)
    if made:
        _keep(config, made)
    return made


def _has_data(config: Config) -> bool:
    """Whether the database holds accounts already."""
    engine = make_engine(config.database_url)
    try:
        with telling_failures(), engine.connect() as connection:
            exists = engine.dialect.has_table(connection, "staff_account")
            return exists and connection.scalar(select(StaffAccount.id).limit(1)) is not None
    finally:
        engine.dispose()


def _make_accounts(config: Config, roles: Iterable[str]) -> dict[str, str]:
    """Accounts for the roles that have none; their passwords are hashed before anything waits."""
    engine = make_engine(config.database_url)
    with reading(engine) as session:
        known = set(session.scalars(select(StaffAccount.role)))
    made = {role: secrets.token_urlsafe(15) for role in roles if role not in known}
    hashed = {role: hash_password(password) for role, password in made.items()}
    with session_of(engine) as session:
        for role, stored in hashed.items():
            account = StaffAccount(name=role, role=role, password_hash=stored, created_at=now())
            session.add(account)
            if role == PLATFORM_ADMIN:
                session.flush()
                session.add(Membership(account_id=account.id, role=role))
        session.commit()
    engine.dispose()
    return made


def _keep(config: Config, made: dict[str, str]) -> None:
    """The first passwords in a file that only the owner reads."""
    path = config.home / "first-logins.txt"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a") as file:
        file.writelines(f"{role} {password}\n" for role, password in made.items())
