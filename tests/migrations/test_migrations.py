"""Migrations: up, down and up again with data, and the models equal the newest schema (row E1)."""

import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Date, DateTime, Engine, LargeBinary, Table, func, insert, inspect, select
from sqlalchemy.types import JSON, Boolean, Float, Integer

from survey_app.commands.migrate_command import migrate
from survey_app.commands.schema import alembic_config
from survey_app.config import Config
from survey_app.database import Base, make_engine, writing

# What was released is never edited, and each costs a walk through all of them, down and up: every
# change goes through the newest, the nightly run through every one.
NEWEST = 8
SPECIAL = {
    "mode": "web",
    "state": "queued",
    "role": "evaluator",
    "channel": "smtp",
    "outcome": "gesproken",
    "minimum_cell": 5,
    "batch_size": 10,
    "ends_on": datetime.date(2027, 1, 1),
}
OF_TABLE = {
    ("wave", "mode"): "anonymous",
    ("wave", "repeat_months"): 6,
    ("message", "kind"): "invitation",
    ("dispatch", "kind"): "invitation",
    ("dispatch", "number"): 0,
    ("own_text", "kind"): "invitation",
    ("reminder_scheme", "first_after_days"): 10,
    ("reminder_scheme", "second_after_days"): 10,
    ("invitation", "call_state"): "open",
    ("invitation", "closing"): "refuses",
    ("invitation", "delivery"): "reached",
    ("document", "kind"): "pdf",
    ("told", "kind"): "receipt",
    ("open_answer", "label"): "neutraal",
    ("open_answer", "quote"): None,
    ("cover_opened", "reason"): "meaning",
    ("second_reading", "first_label"): "neutraal",
    ("second_reading", "label"): "neutraal",
    ("second_reading", "first_by"): "y",
    ("judgement", "about"): "norm",
    ("judgement", "light"): "groen",
    ("evidence_document", "light"): "groen",
    ("measure", "kind"): "measure",
    ("measure_state", "state"): "running",
    ("contact_upload", "stage"): "checked",
    ("uploaded_row", "verdict"): "good",
    ("talk", "kind"): "panel",
    ("talk", "party"): "C",
    ("needs_response", "state"): "new",
    ("needs_group", "state"): "accepted",
    ("recontact", "state"): "to_call",
    ("recontact", "outcome"): b"x",
    ("recontact", "tell"): "no",
    ("talk_note", "sealed"): None,
    ("talk_note", "approved_by"): "y",
}
BY_TYPE: tuple[tuple[Any, Any], ...] = (
    (Boolean, False),
    (Integer, 1),
    (Float, 1.5),
    (DateTime, datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)),
    (Date, datetime.date(2026, 11, 22)),
    (LargeBinary, b"\x01" * 32),
    (JSON, {"C302": 4}),
)


@pytest.fixture
def migrated(empty_database_url: str, tmp_path: Any) -> Any:
    config = Config(home=tmp_path, database_url=empty_database_url)
    migrate(config)
    engine = make_engine(empty_database_url)
    yield config, engine
    engine.dispose()


def row_for(table: Table) -> dict[str, Any]:
    """One row with a value in every column; foreign keys point at the row 'x'."""
    row = {}
    for column in table.columns:
        if (table.name, column.name) in OF_TABLE:
            row[column.name] = OF_TABLE[table.name, column.name]
        elif column.name in SPECIAL:
            row[column.name] = SPECIAL[column.name]
        else:
            kinds = (value for kind, value in BY_TYPE if isinstance(column.type, kind))
            impl = getattr(column.type, "impl", column.type)
            nested = (value for kind, value in BY_TYPE if isinstance(impl, kind))
            row[column.name] = next(kinds, next(nested, "x"))
    return row


def fill(engine: Engine) -> None:
    """One row in every table that has none."""
    held = counts(engine)
    with writing(engine).begin() as connection:
        for table in Base.metadata.sorted_tables:
            if not held[table.name]:
                connection.execute(insert(table), row_for(table))


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def test_the_models_are_the_newest_schema(migrated: Any) -> None:
    _, engine = migrated
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def down_and_up(migrated: Any, folder: Path, newest: int | None) -> None:
    """With a row in every table: below each of these revisions, and up to the newest again."""
    config, engine = migrated
    backup = folder / "backup"
    backup.write_bytes(b"everything")
    revisions = ScriptDirectory.from_config(alembic_config(config.database_url))
    for revision in islice(revisions.walk_revisions(), newest):
        fill(engine)  # a table that the last step made anew is empty
        assert set(counts(engine).values()) == {1}
        migrate(config, revision.down_revision or "base", backup=backup)  # type: ignore[arg-type]
        migrate(config, "head")
    assert set(inspect(engine).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)


def test_the_newest_revisions_go_up_down_and_up_with_data(migrated: Any, tmp_path: Path) -> None:
    down_and_up(migrated, tmp_path, NEWEST)


@pytest.mark.nightly
def test_every_revision_goes_up_down_and_up_with_data(migrated: Any, tmp_path: Path) -> None:
    down_and_up(migrated, tmp_path, None)


def test_migrating_twice_changes_nothing(migrated: Any) -> None:
    config, engine = migrated
    fill(engine)
    migrate(config)
    assert set(counts(engine).values()) == {1}
