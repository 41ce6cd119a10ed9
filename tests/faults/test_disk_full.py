"""The disk is full: no false thanks, the typed words stay, and nobody has to repair anything."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from survey_app.errors import StoreUnavailable
from survey_app.intake.services import close_wave
from tests.faults.test_killed import fill
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.test_refusals import form_of

# SQLite has a limit of its own; PostgreSQL gets a small disk (test_disk_full_postgresql.py).
pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
LONG = "Lang verhaal. " * 280


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """SQLite may not grow by one page: it answers "database or disk is full" by itself."""

    def limit(connection: object, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined]

    engine.dispose()
    event.listen(engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


def test_an_answer_that_cannot_be_stored_stays_in_the_form_and_is_stored_later(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    place, before = person.path, fieldwork.rows()
    with full_disk(fieldwork.installation.engine):
        person.press("Volgende", answer=LONG)
        assert person.page is not None
        assert person.page.status_code == 503
        assert "nu niet opslaan" in person.words
        assert "Lang verhaal." in person.words
        assert fieldwork.rows() == before
    assert person.press("Probeer het opnieuw").page.status_code == 200
    stored = person.open(place).html.textarea
    assert stored is not None
    assert stored.get_text().strip() == LONG.strip()


def test_sending_thanks_only_for_what_is_stored(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    """Between "fits" and "full" lies a handful of sendings: each is whole or refused."""
    people = [someone().start(fieldwork.invite().token).answer_all() for _ in range(16)]
    thanked = refused = 0
    with full_disk(fieldwork.installation.engine):
        for person in people:
            person.press("Verstuur")
            assert person.page is not None
            if person.path == "/klaar":
                thanked += 1
                continue
            refused += 1
            assert person.page.status_code == 503
            assert "Dank u wel" not in person.words
            assert len(fieldwork.submissions()) == thanked
    assert refused
    for person in people:
        if person.path != "/klaar":
            assert person.press("Probeer het opnieuw").path == "/klaar"
    assert len(fieldwork.submissions()) == len(people)


def test_a_batch_that_does_not_fit_stays_in_the_inbox(
    fieldwork: Fieldwork,
) -> None:
    fill(fieldwork, sheets=500)
    with full_disk(fieldwork.installation.engine), pytest.raises(StoreUnavailable):
        close_wave(fieldwork.installation, "Najaar")
    assert len(fieldwork.submissions()) == 500
    assert close_wave(fieldwork.installation, "Najaar").moved == 500
    assert len(fieldwork.rows()["response"]) == 500


def test_beginning_by_a_link_needs_no_room(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    token = fieldwork.invite().token
    with full_disk(fieldwork.installation.engine):
        person = someone().start(token)
        assert person.path == "/vraag/C301"
        assert form_of(person)["proof"]
