"""The roles that PostgreSQL knows: one for the web application, one for worker and commands.

Neither owns a table, is a superuser or passes row-level security; only that of the worker may say
that it works for every organisation (models/row_security.py).
"""

from typing import Any

from psycopg import sql
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from survey_app.config import Config
from survey_app.database import telling_failures
from survey_app.errors import BadInput
from survey_app.models.row_security import EVERYWHERE

DOORS = (
    "respondent_door(text, bytea)",
    "respondent_saves(text, integer, integer, bytea)",
    "respondent_reaches(text, integer, integer, bytea, text)",
)


def grant(engine: Engine, config: Config, role: str, *, everywhere: bool) -> None:
    """Make the role when it is not there yet, and let it work with every table.

    The password (TRAJECTSPIEGEL_ROLE_PASSWORD) is set when it is given. Raises BadInput for a role
    that could look past row-level security, and for SQLite, which knows no roles.
    """
    if engine.dialect.name != "postgresql":
        raise BadInput("roles are for PostgreSQL: DATABASE_URL names a SQLite database")
    try:
        with telling_failures(), engine.begin() as connection:
            _make(connection, role, config.role_password)
            _check(connection, role)
            for statement in _grants(connection, role, everywhere):
                _say(connection, statement)
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        raise BadInput(
            "the account of DATABASE_URL may not make role {role!r} or set its password: "
            'let a superuser say CREATE ROLE "{role}" LOGIN PASSWORD ..., then run this '
            "again without TRAJECTSPIEGEL_ROLE_PASSWORD",
            role=role,
        ) from error


def _make(connection: Connection, role: str, password: str) -> None:
    known = connection.scalar(text("select 1 from pg_roles where rolname = :role"), {"role": role})
    name = sql.Identifier(role)
    if known is None:
        _say(connection, sql.SQL("create role {} login").format(name))
    if password:  # as PostgreSQL will keep it: the password itself reaches no log of the server
        driver: Any = connection.connection.dbapi_connection
        method = str(connection.scalar(text("show password_encryption"))).encode()
        kept = driver.pgconn.encrypt_password(password.encode(), role.encode(), method).decode()
        words = sql.SQL("alter role {} password {}")
        _say(connection, words.format(name, sql.Literal(kept)))


def _check(connection: Connection, role: str) -> None:
    row = connection.execute(
        text(
            "select rolsuper or rolbypassrls as passes, "
            "pg_has_role(:role, (select tableowner from pg_tables where tablename = 'wave' "
            "and schemaname = current_schema()), 'member') as owns "
            "from pg_roles where rolname = :role"
        ),
        {"role": role},
    ).one()
    if row.passes or row.owns:
        raise BadInput(
            "role {role!r} is a superuser, owns the tables or may bypass row-level "
            "security: name one that does not",
            role=role,
        )


def _grants(connection: Connection, role: str, everywhere: bool) -> list[sql.Composed]:
    schema = sql.Identifier(str(connection.scalar(text("select current_schema()"))))
    name = sql.Identifier(role)
    may = sql.SQL("execute on function {}")
    functions = [may.format(sql.SQL(one)) for one in DOORS]
    marker = may.format(sql.SQL(EVERYWHERE))
    what = [
        sql.SQL("usage on schema {}").format(schema),
        sql.SQL("select, insert, update, delete on all tables in schema {}").format(schema),
        *functions,
    ]
    later = sql.SQL(
        "alter default privileges in schema {} grant select, insert, update, delete on tables to {}"
    ).format(schema, name)
    only_read = sql.SQL("revoke insert, update, delete on alembic_version from {}").format(name)
    if everywhere:
        last = sql.SQL("grant {} to {}").format(marker, name)
    else:
        last = sql.SQL("revoke {} from {}").format(marker, name)
    kept = "update, truncate" if everywhere else "update, delete, truncate"
    log_stays = sql.SQL(f"revoke {kept} on audit_entry from {{}}").format(name)
    given = [sql.SQL("grant {} to {}").format(one, name) for one in what]
    return [*given, later, only_read, log_stays, last]


def _say(connection: Connection, statement: sql.Composed) -> None:
    driver = connection.connection.dbapi_connection
    connection.exec_driver_sql(statement.as_string(driver))  # type: ignore[arg-type]
