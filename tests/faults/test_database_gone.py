"""The database is gone or busy while somebody answers: plain words, the text kept, no thanks."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from survey_app.application import create_app
from survey_app.config import Config
from survey_app.crypto.keys import load_keys
from survey_app.database import make_engine
from survey_app.fieldwork.waves.services import WavePlan, new_organisation, new_wave
from survey_app.installation import Installation
from survey_app.questionnaire.definition import Catalogue
from tests.faults.locks import held
from tests.respond.conftest import DAY, ORGANISATION, TODAY, Fieldwork, NewRespondent, Respondent
from tests.services.databases import make_schema
from tests.services.page_check import CheckedClient
from tests.services.postgres import OWNER, PostgresServer, running_postgres

LONGEST_WAIT = (
    9.0  # it gives up after 4 s; the rest is a busy machine, and 30 s would be a bare pool
)
TYPED = "Ik typte dit"


def at_open_question(fieldwork: Fieldwork, someone: NewRespondent) -> Respondent:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    return person


def is_refused_with_the_text_kept(person: Respondent) -> None:
    began = time.monotonic()
    person.press("Volgende", answer=TYPED)
    assert time.monotonic() - began < LONGEST_WAIT
    assert person.page is not None
    assert person.page.status_code == 503
    assert person.page.headers["Retry-After"]
    assert TYPED in person.words
    assert "Dank u wel" not in person.words


def test_a_locked_database_is_told_within_seconds_and_keeps_the_text(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_open_question(fieldwork, someone)
    place = person.path
    with held(fieldwork.installation.engine, "draft"):
        is_refused_with_the_text_kept(person)
    person.press("Probeer het opnieuw")
    assert TYPED in str(person.open(place).html.textarea)


def test_sending_while_the_database_is_locked_gives_no_thanks_and_works_afterwards(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all()
    with held(fieldwork.installation.engine, "invitation"):
        person.press("Verstuur")
        assert person.page is not None
        assert person.page.status_code == 503
    assert fieldwork.submissions() == []
    assert person.press("Probeer het opnieuw").path == "/klaar"
    assert len(fieldwork.submissions()) == 1


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_no_free_connection_is_told_within_seconds(
    fieldwork: Fieldwork, someone: NewRespondent, web_engine: Engine
) -> None:
    person = at_open_question(fieldwork, someone)
    engine = web_engine
    engine.dispose()  # also what this thread keeps
    taken = [engine.connect() for _ in range(6)]
    is_refused_with_the_text_kept(person)
    for one in taken:
        one.close()
    assert person.press("Probeer het opnieuw").page.status_code == 200


def test_a_fault_of_our_own_keeps_the_text_too(
    fieldwork: Fieldwork, someone: NewRespondent, web_engine: Engine
) -> None:
    person = at_open_question(fieldwork, someone)
    place, engine = person.path, web_engine

    def fail(*_: object) -> None:
        raise ArithmeticError

    engine.dispose()  # so that a connection has to be asked for
    event.listen(engine, "checkout", fail)
    person.press("Volgende", answer=TYPED)
    event.remove(engine, "checkout", fail)
    assert person.page is not None
    assert person.page.status_code == 500
    assert TYPED in person.words
    person.press("Probeer het opnieuw")
    assert TYPED in str(person.open(place).html.textarea)


@dataclass(frozen=True, slots=True)
class Mortal:
    """A PostgreSQL server of its own, that a test may kill, and a wave in it."""

    server: PostgresServer
    fieldwork: Fieldwork


@pytest.fixture
def mortal(home: Path, catalogue: Catalogue) -> Iterator[Mortal]:
    with running_postgres() as server:
        server.run(f"CREATE DATABASE mortal OWNER {OWNER}")
        url = server.url("mortal")
        make_schema(url, home)
        keys = load_keys(home / "keys", {})
        installation = Installation(
            Config(home=home, database_url=url), keys, make_engine(url), catalogue
        )
        new_organisation(installation, ORGANISATION)
        plan = WavePlan("Najaar", ORGANISATION, TODAY - DAY, TODAY + DAY)
        yield Mortal(server, Fieldwork(installation, new_wave(installation, plan)))
        installation.engine.dispose()


def test_a_killed_database_costs_no_answer_and_needs_nobody_afterwards(mortal: Mortal) -> None:
    app = create_app(installation=mortal.fieldwork.installation)
    app.test_client_class = CheckedClient

    def someone() -> Respondent:
        return Respondent(app.test_client())

    person = at_open_question(mortal.fieldwork, someone)
    done = someone().start(mortal.fieldwork.invite().token).answer_all()
    place = person.path
    mortal.server.kill()
    is_refused_with_the_text_kept(person)
    done.press("Verstuur")
    assert done.page is not None
    assert done.page.status_code == 503
    assert someone().client.get("/v/" + "0" * 26).status_code == 503
    mortal.server.start()
    person.press("Probeer het opnieuw")
    assert TYPED in str(person.open(place).html.textarea)
    assert done.press("Probeer het opnieuw").path == "/klaar"
    assert len(mortal.fieldwork.submissions()) == 1
