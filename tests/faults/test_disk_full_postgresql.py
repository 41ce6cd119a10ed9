"""The disk of PostgreSQL is full: a small file system of its own, filled to the last block."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from survey_app.application import create_app
from survey_app.config import Config
from survey_app.crypto.keys import load_keys
from survey_app.database import make_engine
from survey_app.errors import StoreUnavailable
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.intake.services import close_wave
from survey_app.questionnaire.definition import Catalogue
from tests.faults.test_killed import fill
from tests.respond.conftest import DAY, ORGANISATION, TODAY, Fieldwork, Respondent
from tests.services.databases import make_schema
from tests.services.page_check import CheckedClient
from tests.services.postgres import OWNER, PostgresServer, running_postgres

ROOM = "40m"
BLOCK = 2000  # bytes of one row of filling
LONG = "Lang verhaal. " * 280


def may_mount() -> bool:
    """Whether this account may mount in a name space of its own (root in most containers)."""
    if os.geteuid() != 0 or not all(map(shutil.which, ("unshare", "setpriv"))):
        return False
    command = ["unshare", "--mount", "--propagation", "private"]
    command += ["mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@dataclass(frozen=True, slots=True)
class Small:
    """An open wave on a server whose tables live on a small disk; `fill_up` takes the rest."""

    server: PostgresServer
    fieldwork: Fieldwork

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        self.server.run("CREATE TABLE filling (words text) TABLESPACE small")
        self.server.run("CHECKPOINT")  # what is still in memory gets its place on the disk
        self.server.run("ALTER TABLE filling ALTER words SET STORAGE PLAIN")
        for rows in (1000, 100, 10, 1):
            with suppress(psycopg.errors.DiskFull):
                while True:
                    self.server.run(
                        "INSERT INTO filling "
                        f"SELECT repeat('x', {BLOCK}) FROM generate_series(1, {rows})"
                    )
        try:
            yield
        finally:
            self.server.run("DROP TABLE filling")
            self.server.run("CHECKPOINT")  # only now are the files really gone


@pytest.fixture(scope="module")
def small_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A server with a tablespace on a file system of its own, seen by the server alone."""
    if not may_mount():
        pytest.skip("no right to mount here: a full disk of PostgreSQL was not tried")
    with running_postgres(small_disk=ROOM) as server:
        server.run(f"CREATE TABLESPACE small OWNER {OWNER} LOCATION '{server.folder / 'small'}'")
        yield server


@pytest.fixture
def small(small_server: PostgresServer, home: Path, catalogue: Catalogue) -> Iterator[Small]:
    """An open wave on the small disk."""
    name = small_server.create_database(tablespace="small")
    url = small_server.url(name)
    make_schema(url, home)
    installation = Installation(
        Config(home=home, database_url=url),
        load_keys(home / "keys", {}),
        make_engine(url),
        catalogue,
    )
    new_organisation(installation, ORGANISATION)
    plan = WavePlan("Najaar", ORGANISATION, TODAY - DAY, TODAY + DAY)
    yield Small(small_server, Fieldwork(installation, new_wave(installation, plan)))
    installation.engine.dispose()
    small_server.drop_database(name)


def visitor(small: Small) -> Respondent:
    app = create_app(installation=small.fieldwork.installation)
    app.test_client_class = CheckedClient
    return Respondent(app.test_client())


def test_typed_words_stay_and_are_stored_when_there_is_room(small: Small) -> None:
    person = visitor(small).start(small.fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    place, before = person.path, small.fieldwork.rows()
    with small.full_disk():
        person.press("Volgende", answer=LONG)
        assert person.page is not None
        assert person.page.status_code == 503
        assert "nu niet opslaan" in person.words
        assert "Lang verhaal." in person.words
        assert small.fieldwork.rows() == before
    assert person.press("Probeer het opnieuw").page.status_code == 200
    stored = person.open(place).html.textarea
    assert stored is not None
    assert stored.get_text().strip() == LONG.strip()


def test_a_batch_that_does_not_fit_stays_in_the_inbox(small: Small) -> None:
    fill(small.fieldwork, sheets=500)
    with small.full_disk(), pytest.raises(StoreUnavailable):
        close_wave(small.fieldwork.installation, "Najaar")
    assert len(small.fieldwork.submissions()) == 500
    assert close_wave(small.fieldwork.installation, "Najaar").moved == 500
    assert len(small.fieldwork.rows()["response"]) == 500
