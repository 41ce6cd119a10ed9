"""Migrations that would lose something, or find something else than they left."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from survey_app.commands.migrate_command import migrate
from survey_app.commands.schema import alembic_config, check_schema, current_revision
from survey_app.config import MIGRATIONS, Config
from survey_app.database import make_engine, writing
from survey_app.errors import BadInput, SettingError
from tests.migrations.test_migrations import counts, fill

MIGRATE = """
import sys
from pathlib import Path
from survey_app.commands.migrate_command import migrate
from survey_app.config import MIGRATIONS, Config
migrate(Config(home=Path(sys.argv[1]), database_url=sys.argv[2]))
"""
HELD = ("response", "inbox", "needs_response", "recontact", "draft")


@pytest.fixture
def config(engine: Engine, database_url: str, tmp_path: Path) -> Config:
    fill(engine)
    return Config(home=tmp_path, database_url=database_url)


def say(engine: Engine, *statements: str) -> None:
    with writing(engine).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def left_by(config: Config, revision: str) -> str | None:
    """The revision that a database is at after going down to this one."""
    newest = ScriptDirectory.from_config(alembic_config(config.database_url)).get_revision("head")
    assert newest is not None
    before = newest.down_revision
    assert before is None or isinstance(before, str)
    return {"base": None, "-1": before}.get(revision, revision)


def before(name: str) -> str:
    """The revision that the migration of this name builds on."""
    found = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    [down] = [one.down_revision for one in found if one.path.endswith(f"_{name}.py")]
    assert isinstance(down, str)
    return down


@pytest.mark.parametrize("revision", ["base", "-1", "0001"])
def test_going_down_from_answers_asks_for_a_backup(
    config: Config, engine: Engine, revision: str
) -> None:
    with pytest.raises(BadInput, match="this database holds answers"):
        migrate(config, revision)
    with pytest.raises(BadInput, match="there is no such file"):
        migrate(config, revision, backup=config.home / "nothing")
    assert set(counts(engine).values()) == {1}
    backup = config.home / "backup"
    backup.write_bytes(b"everything")
    migrate(config, revision, backup=backup)
    with engine.connect() as connection:
        assert current_revision(connection) == left_by(config, revision)


@pytest.mark.parametrize("kept", HELD)
def test_one_answer_is_enough_to_ask(config: Config, engine: Engine, kept: str) -> None:
    say(engine, "delete from paper_check")
    say(engine, *(f"delete from {table}" for table in HELD if table != kept))
    with pytest.raises(BadInput, match=f"answers .{kept}."):
        migrate(config, "base")


def test_without_answers_one_may_go_down(config: Config, engine: Engine) -> None:
    say(engine, "delete from paper_check", *(f"delete from {table}" for table in HELD))
    migrate(config, "0001")
    assert "organisation_id" not in {
        column["name"] for column in inspect(engine).get_columns("response")
    }
    migrate(config)
    check_schema(engine)


def test_an_unknown_revision_is_told(config: Config) -> None:
    with pytest.raises(BadInput, match="revision '9999'"):
        migrate(config, "9999")


def test_a_table_that_was_made_otherwise_is_told(config: Config, engine: Engine) -> None:
    say(
        engine,
        "drop index ix_response_link_code",
        "alter table response drop column link_code",
        "alter table figure add column note varchar",
    )
    for check in (lambda: migrate(config), lambda: check_schema(engine)):
        with pytest.raises(SettingError) as told:
            check()
        assert "response has no link_code" in str(told.value)
        assert "figure has note as well" in str(told.value)
        assert "put back a backup" in str(told.value)


def test_who_is_about_to_work_refuses_an_older_and_a_newer_schema(
    config: Config, engine: Engine, empty_database_url: str
) -> None:
    check_schema(engine)
    say(engine, "update alembic_version set version_num = '0001'")
    with pytest.raises(SettingError, match="run 'trajectspiegel migrate'"):
        check_schema(engine)
    say(engine, "update alembic_version set version_num = '9999'")
    with pytest.raises(SettingError, match="made by a newer program"):
        check_schema(engine)
    empty = make_engine(empty_database_url)
    with pytest.raises(SettingError, match="run 'trajectspiegel init'"):
        check_schema(empty)
    empty.dispose()


def test_two_migrations_at_once_wait_for_each_other(
    empty_database_url: str, tmp_path: Path
) -> None:
    words = [sys.executable, "-c", MIGRATE, str(tmp_path), empty_database_url]
    started = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate()[1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0], told
    engine = make_engine(empty_database_url)
    check_schema(engine)
    engine.dispose()


def test_everybody_keeps_what_they_saw_when_memberships_come(
    empty_database_url: str, tmp_path: Path
) -> None:
    config = Config(home=tmp_path, database_url=empty_database_url)
    migrate(config, "0001")
    engine = make_engine(empty_database_url)
    say(
        engine,
        *(
            f"insert into organisation values ('{name}', '{name}', '{name}', '2026-11-01')"
            for name in ("a", "b")
        ),
        *(
            f"insert into staff_account values ('{name}', '{name}', '{name}', 'h', '2026-11-01')"
            for name in ("evaluator", "fieldworker")
        ),
    )
    migrate(config)
    with engine.connect() as connection:
        found = set(
            connection.execute(text("select account_id, organisation_id, role from membership"))
        )
    engine.dispose()
    assert found == {
        (account, organisation, account)
        for account in ("evaluator", "fieldworker")
        for organisation in ("a", "b")
    }


def test_waves_that_were_planned_before_are_live_when_drafts_come(
    empty_database_url: str, tmp_path: Path
) -> None:
    config = Config(home=tmp_path, database_url=empty_database_url)
    migrate(config, before("a_wave_goes_live"))
    engine = make_engine(empty_database_url)
    columns = "id, organisation_id, name, mode, starts_on, ends_on, minimum_cell, batch_size"
    say(
        engine,
        "insert into organisation (id, name, slug, created_at)"
        " values ('a', 'a', 'a', '2026-11-01')",
        f"insert into wave ({columns}, providers, provider_example, created_at) values"
        " ('w', 'a', 'Najaar', 'anonymous', '2026-11-01', '2026-12-01', 5, 10, '', '',"
        " '2026-10-01 09:00:00')",
    )
    migrate(config)
    with engine.connect() as connection:
        [found] = connection.execute(
            text("select live_at = created_at, checked_at = created_at, live_by, is_test from wave")
        )
    engine.dispose()
    assert (bool(found[0]), bool(found[1]), found[2], bool(found[3])) == (True, True, None, False)
