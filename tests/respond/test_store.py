"""Statements said to the driver itself, and transactions: as SQLAlchemy would have it."""

import datetime

import pytest
from sqlalchemy import Engine, bindparam, func, select, text, update

from survey_app.errors import StoreUnavailable
from survey_app.models import Draft, Invitation, Wave
from survey_app.respond.kept_connection import kept_cursor
from survey_app.respond.queries import access, draft, invitation, table_of
from survey_app.respond.store import reading_from, row_of, rows_changed, writing_to
from tests.respond.conftest import Fieldwork

wave = table_of(Wave)
EVERYTHING = (
    select(*access.c, *draft.c, *invitation.c, *wave.c)
    .join(draft, draft.c.access_id == access.c.id)
    .join(invitation, invitation.c.id == access.c.invitation_id)
    .join(wave, wave.c.id == invitation.c.wave_id)
    .where(access.c.id == bindparam("wanted"))
)
REVISE = (
    update(draft)
    .where(draft.c.access_id == bindparam("wanted"))
    .values(revision=bindparam("next_revision"), ciphertext=bindparam("packed"))
)
MOVE = (
    update(draft).where(draft.c.access_id == bindparam("wanted")).values(access_id=bindparam("to"))
)


def test_the_driver_reads_every_type_as_sqlalchemy_does(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    moment = datetime.datetime(2026, 11, 3, 12, 30, tzinfo=datetime.UTC)
    fieldwork.change_wave(paused_at=moment, providers=("Werkend Leren", "Zorg & Werk"))
    wanted = {"wanted": fieldwork.invite(with_code=True).access_id}
    values = {**wanted, "next_revision": 7, "packed": b"\x00\xff text"}
    assert rows_changed(engine, REVISE, values) == 1  # type: ignore[arg-type]
    with reading_from(engine) as connection:
        expected = list(connection.execute(EVERYTHING, wanted).one())
    row = row_of(engine, EVERYTHING, wanted)
    assert row == expected
    assert [type(value) for value in row] == [type(value) for value in expected]
    assert {bytes, bool, datetime.date, datetime.datetime, tuple} <= {type(one) for one in row}


def test_nothing_found_is_none_and_nothing_changed_is_no_row(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    assert row_of(engine, EVERYTHING, {"wanted": "nobody"}) is None
    values = {"wanted": "nobody", "next_revision": 1, "packed": b""}
    assert rows_changed(engine, REVISE, values) == 0  # type: ignore[arg-type]


def test_a_statement_that_is_refused_changes_nothing_and_the_next_one_works(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    one, other = (fieldwork.invite().access_id for _ in range(2))
    before = fieldwork.rows()
    with pytest.raises(engine.dialect.loaded_dbapi.IntegrityError):
        rows_changed(engine, MOVE, {"wanted": one, "to": other})
    assert row_of(engine, EVERYTHING, {"wanted": one}) is not None
    assert fieldwork.rows() == before


def half_way(engine: Engine) -> None:
    with writing_to(engine, named="nothing") as connection:
        connection.execute(update(invitation).values(used=True))
        connection.execute(update(draft).values(revision=draft.c.revision + 1))
        raise ZeroDivisionError


def test_what_fails_half_way_is_undone_as_a_whole(fieldwork: Fieldwork, engine: Engine) -> None:
    fieldwork.invite()
    before = fieldwork.rows()
    with pytest.raises(ZeroDivisionError):
        half_way(engine)
    assert fieldwork.rows() == before
    with writing_to(engine, named="nothing") as connection:
        connection.execute(update(invitation).values(used=True))
    assert fieldwork.rows()[Invitation.__tablename__] != before[Invitation.__tablename__]
    assert fieldwork.rows()[Draft.__tablename__] == before[Draft.__tablename__]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_ended_is_told_and_replaced(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    wanted = {"wanted": fieldwork.invite().access_id}
    with pytest.raises(StoreUnavailable):
        row_of(engine, select(func.pg_terminate_backend(func.pg_backend_pid())), {})
    assert row_of(engine, EVERYTHING, wanted) is not None


def test_a_connection_given_back_half_way_undoes_what_was_open(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    fieldwork.invite()
    before = fieldwork.rows()
    connection = engine.raw_connection()
    if engine.dialect.name == "postgresql":
        connection.dbapi_connection.autocommit = False
    else:
        connection.cursor().execute("BEGIN")
    connection.cursor().execute("UPDATE draft SET revision = revision + 1")
    connection.close()
    assert fieldwork.rows() == before
    with writing_to(engine, named="nothing") as again:
        again.execute(update(draft).values(revision=draft.c.revision + 1))
    assert fieldwork.rows() != before


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_plan_made_for_hardly_anybody_is_not_kept_for_many(
    fieldwork: Fieldwork, engine: Engine
) -> None:
    """PostgreSQL keeps the plan of a statement while its table grows: it has to be by a key."""
    plan = text("EXPLAIN SELECT * FROM access WHERE id = 'wanted'")
    fieldwork.invite()
    with fieldwork.installation.engine.connect() as connection:
        connection.execute(text("ANALYZE access"))
        connection.commit()
        assert "Seq Scan" in str(connection.execute(plan).all())
    with kept_cursor(engine) as cursor:
        cursor.execute(str(plan))
        kept = "\n".join(str(row) for row in cursor.fetchall())
    with writing_to(engine, named="nothing") as connection:
        written = "\n".join(str(row) for row in connection.execute(plan))
    for found in (kept, written):
        assert "Index" in found
        assert "Seq Scan" not in found
