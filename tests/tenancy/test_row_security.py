"""What PostgreSQL itself refuses, whatever our own SQL forgets (row I3)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, ProgrammingError

from survey_app.commands.application_role import grant
from survey_app.database import Base, make_engine, only_of
from survey_app.errors import BadInput
from survey_app.installation import Installation
from survey_app.models import Access, Draft, Invitation, Wave
from survey_app.models.tenancy import NOT_OF_ONE_ORGANISATION
from tests.migrations.test_migrations import fill
from tests.services.databases import WEB
from tests.services.postgres import OWNER, PostgresServer
from tests.tenancy.conftest import Place

pytestmark = pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
TENANT = [
    table for table in Base.metadata.sorted_tables if table.name not in NOT_OF_ONE_ORGANISATION
]
wave, invitation = Wave.__table__, Invitation.__table__


@pytest.fixture
def full(engine: Engine) -> None:
    """A row of organisation "x" in every table."""
    fill(engine)


def numbers(engine: Engine) -> dict[str, int]:
    with engine.begin() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in TENANT
        }


def test_a_forgotten_where_returns_nothing(full: None, web_engine: Engine) -> None:
    assert set(numbers(web_engine).values()) == {0}
    with only_of({"x"}):
        assert set(numbers(web_engine).values()) == {1}
    with only_of({"y"}):
        assert set(numbers(web_engine).values()) == {0}


def test_the_organisation_is_gone_with_its_transaction(full: None, web_engine: Engine) -> None:
    with only_of({"x"}):
        numbers(web_engine)
    assert set(numbers(web_engine).values()) == {0}


def test_the_owner_is_held_to_it_too(full: None, database_url: str) -> None:
    engine = make_engine(database_url, everywhere=False)
    assert set(numbers(engine).values()) == {0}
    engine.dispose()


def test_the_web_application_cannot_say_that_it_works_everywhere(
    full: None, database_url: str
) -> None:
    engine = make_engine(database_url.replace(f"{OWNER}@", f"{WEB}@"), everywhere=True)
    assert set(numbers(engine).values()) == {0}
    engine.dispose()


def test_nothing_is_changed_deleted_or_added_for_another(full: None, web_engine: Engine) -> None:
    with only_of({"y"}), web_engine.begin() as connection:
        assert connection.execute(update(wave).values(minimum_cell=9)).rowcount == 0  # type: ignore[arg-type]
        assert connection.execute(delete(invitation)).rowcount == 0  # type: ignore[arg-type]
    row = {"id": "new", "wave_id": "x", "organisation_id": "x", "questionnaire": "K3-TIJDENS"}
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with only_of({"y"}), refused, web_engine.begin() as connection:
        connection.execute(insert(invitation), row)  # type: ignore[arg-type]


def test_the_web_application_cannot_lift_the_policies(full: None, web_engine: Engine) -> None:
    for statement in (
        "alter table wave disable row level security",
        "alter table wave no force row level security",
        "drop policy organisation on wave",
        "create table spare (x text)",
        "update alembic_version set version_num = '0001'",
        f"set session authorization {OWNER}",
    ):
        with pytest.raises(DBAPIError), web_engine.begin() as connection:
            connection.execute(text(statement))


def test_the_door_opens_one_organisation_for_what_somebody_holds(
    installation: Installation, ours: Place, theirs: Place, engine: Engine, web_engine: Engine
) -> None:
    hashed = b"h" * 32
    with engine.begin() as connection:
        row = {"id": "way", "invitation_id": ours.invitation_id, "token_hash": hashed}
        connection.execute(insert(Access.__table__), row)  # type: ignore[arg-type]
    for named, token in (("way", None), (None, hashed)):
        assert seen_behind(web_engine, named, token) == [ours.wave_id]
    assert seen_behind(web_engine, None, b"no such token") == []
    assert seen_behind(web_engine, "no such access", None) == []
    assert seen_behind(web_engine, None, None) == []


def seen_behind(engine: Engine, named: str | None, hashed: bytes | None) -> list[str]:
    door = text("select respondent_door(:named, cast(:hashed as bytea))")
    with engine.begin() as connection:
        connection.execute(door, {"named": named, "hashed": hashed})
        return list(connection.scalars(select(wave.c.id)))


def test_the_door_cannot_be_replaced_by_a_temporary_table(full: None, web_engine: Engine) -> None:
    with web_engine.begin() as connection:
        connection.execute(text("create temp table access (id text, organisation_id text)"))
        connection.execute(text("insert into access values ('mine', 'x')"))
        connection.execute(text("select respondent_door('mine', null)"))
        assert list(connection.scalars(select(wave.c.id))) == []


def test_saving_through_the_door_changes_one_draft(full: None, web_engine: Engine) -> None:
    save = text("select * from respondent_saves('x', :seen, 7, cast('new' as bytea))")
    with web_engine.begin() as connection:
        assert list(connection.execute(save, {"seen": 99})) == []
        assert len(list(connection.execute(save, {"seen": 1}))) == 1
        assert connection.scalar(select(func.count()).select_from(Draft.__table__)) == 0


@pytest.fixture
def superuser(postgres_server: PostgresServer) -> Iterator[str]:
    postgres_server.run("create role powerful login bypassrls")
    yield "powerful"
    postgres_server.run("drop role powerful")


def test_a_role_that_could_look_past_it_is_refused(
    installation: Installation, engine: Engine, superuser: str
) -> None:
    for role in (superuser, OWNER):
        with pytest.raises(BadInput, match="bypass row-level security"):
            grant(engine, installation.config, role, everywhere=False)


@pytest.fixture
def worker_role(postgres_server: PostgresServer) -> Iterator[str]:
    """A name; the account of the test's databases may make roles meanwhile."""
    postgres_server.run(f"alter role {OWNER} createrole")
    yield "diligent"
    postgres_server.run(f"alter role {OWNER} nocreaterole")


def test_the_worker_has_a_role_that_works_everywhere_and_owns_nothing(
    full: None,
    installation: Installation,
    engine: Engine,
    database_url: str,
    worker_role: str,
) -> None:
    grant(
        engine,
        replace(installation.config, role_password="a secret'"),
        worker_role,
        everywhere=True,
    )
    made = make_engine(database_url.replace(f"{OWNER}@", f"{worker_role}@"))
    assert set(numbers(made).values()) == {1}
    with pytest.raises(DBAPIError), made.begin() as connection:
        connection.execute(text("drop policy organisation on wave"))
    made.dispose()
    grant(engine, installation.config, worker_role, everywhere=False)
    made = make_engine(database_url.replace(f"{OWNER}@", f"{worker_role}@"))
    assert set(numbers(made).values()) == {0}
    made.dispose()


def test_who_may_not_make_a_role_is_told_what_to_do(
    installation: Installation, engine: Engine
) -> None:
    with pytest.raises(BadInput, match="CREATE ROLE"):
        grant(engine, installation.config, "nobody_yet", everywhere=False)
