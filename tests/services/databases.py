"""Fresh databases: every test that takes `database_url` runs on SQLite and on PostgreSQL.

The schema is made once per session in a template and copied for each test; on PostgreSQL a copy
is emptied and used again. The product is imported inside the fixtures, so that tests of `analysis`
run without it.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.services.postgres import OWNER, WEB, PostgresServer

KINDS = ("sqlite", "postgresql")
LARGEST_SPARE = 40_000_000  # bytes; a copy that held much is slow to read


@dataclass(frozen=True, slots=True)
class Databases:
    """Makes databases of one kind: `empty` without tables, `migrated` with the schema."""

    empty: Callable[[], str]
    migrated: Callable[[], str]


@dataclass(slots=True)
class Template:
    """A PostgreSQL database with the schema, and its copies that no test uses now."""

    name: str
    shape: str  # of the schema and its rights; a copy that a test changed is thrown away
    spare: list[str] = field(default_factory=list)

    def take(self, server: PostgresServer) -> str:
        """The name of a copy without rows."""
        return self.spare.pop() if self.spare else server.create_database(self.name)

    def give_back(self, server: PostgresServer, name: str) -> None:
        """Empty a copy for the next test: a quarter of the time of making another."""
        if server.empty_database(name, LARGEST_SPARE) and server.shape(name) == self.shape:
            self.spare.append(name)
        else:
            server.drop_database(name)


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
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, once: None) -> Path:
    """A SQLite file with the schema."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    make_schema(f"sqlite:///{path}", path.parent)
    return path


@pytest.fixture(scope="session")
def postgres_template(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory, once: None
) -> Template:
    """A PostgreSQL database with the schema, to copy."""
    name = postgres_server.create_database()
    make_schema(postgres_server.url(name), tmp_path_factory.mktemp("template"))
    return Template(name, postgres_server.shape(name))


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
def postgres_databases(template: Template, server: PostgresServer) -> Iterator[Databases]:
    with ExitStack() as made:

        def empty() -> str:
            name = server.create_database()
            made.callback(server.drop_database, name)
            return server.url(name)

        def migrated() -> str:
            name = template.take(server)
            made.callback(template.give_back, server, name)
            return server.url(name)

        yield Databases(empty, migrated)


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
