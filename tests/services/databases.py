"""Fresh databases: every test that takes `database_url` runs on SQLite and on PostgreSQL.

The schema is made once per session in a template and copied for each test. The product is
imported inside the fixtures, so that tests of `analysis` run without it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.services.postgres import OWNER, WEB, PostgresServer

KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes databases of one kind: `empty` without tables, `migrated` with the schema."""

    empty: Callable[[], str]
    migrated: Callable[[], str]


def make_schema(url: str, home: Path) -> None:
    """The newest schema in the empty database at `url`, by the migrations themselves."""
    from survey_app.commands.application_role import grant  # noqa: PLC0415
    from survey_app.commands.migrate_command import migrate  # noqa: PLC0415
    from survey_app.config import Config  # noqa: PLC0415
    from survey_app.database import make_engine  # noqa: PLC0415

    config = Config(home=home, database_url=url)
    migrate(config)
    engine = make_engine(url)
    if engine.dialect.name == "postgresql":
        grant(engine, config, WEB, everywhere=False)
    if engine.dialect.name == "sqlite":  # the file alone must hold everything: it is copied
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    make_schema(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a PostgreSQL database with the schema."""
    name = postgres_server.create_database()
    make_schema(postgres_server.url(name), tmp_path_factory.mktemp("template"))
    return name


@contextmanager
def sqlite_databases(template: Path, folder: Path) -> Iterator[Databases]:
    def empty() -> str:
        return f"sqlite:///{folder / f'{len(list(folder.iterdir()))}.sqlite'}"

    def migrated() -> str:
        url = empty()
        shutil.copyfile(template, url.removeprefix("sqlite:///"))
        return url

    yield Databases(empty, migrated)


@contextmanager
def postgres_databases(template: str, server: PostgresServer) -> Iterator[Databases]:
    with ExitStack() as made:

        def made_from(source: str) -> str:
            name = server.create_database(source)
            made.callback(server.drop_database, name)
            return server.url(name)

        yield Databases(lambda: made_from("template0"), lambda: made_from(template))


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """The maker of fresh databases, once per kind."""
    if request.param == "postgresql":
        template = request.getfixturevalue("postgres_template")
        server = request.getfixturevalue("postgres_server")
        with postgres_databases(template, server) as made:
            yield made
        return
    folder = tmp_path / "databases"
    folder.mkdir()
    with sqlite_databases(request.getfixturevalue("sqlite_template"), folder) as made:
        yield made


@pytest.fixture
def empty_database_url(databases: Databases) -> str:
    """A database without any table, for migrations."""
    return databases.empty()


@pytest.fixture
def database_url(databases: Databases) -> str:
    """A database of its own with the newest schema and no rows."""
    return databases.migrated()


@pytest.fixture
def web_engine(database_url: str, engine: Engine) -> Iterator[Engine]:
    """The engine of the web application: on PostgreSQL as the role that may see least."""
    from survey_app.database import make_engine  # noqa: PLC0415

    if engine.dialect.name == "sqlite":
        yield engine
        return
    made = make_engine(database_url.replace(f"{OWNER}@", f"{WEB}@"), everywhere=False)
    yield made
    made.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The product's engine on a fresh database, closed after the test."""
    from survey_app.database import make_engine  # noqa: PLC0415

    made = make_engine(database_url)
    yield made
    made.dispose()
