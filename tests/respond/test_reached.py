"""Each page is counted once per form, with the save itself, and of nobody."""

import pytest
from sqlalchemy import Engine, select

from survey_app.models import SENT, PageReached
from survey_app.respond import reached
from survey_app.respond.answering import services
from tests.respond.conftest import Fieldwork, NewRespondent

OWNERS = ("access", "invitation", "contact", "draft")


def counted(engine: Engine) -> dict[str, int]:
    rows = select(PageReached.page, PageReached.n)
    with engine.connect() as connection:
        return dict(tuple(row) for row in connection.execute(rows))


def test_a_page_counts_with_its_first_save_and_sending_in_counts(
    fieldwork: Fieldwork, someone: NewRespondent, engine: Engine
) -> None:
    stopped = someone().start(fieldwork.invite("K1-PRE").token)
    first = stopped.path.rpartition("/")[2]
    assert counted(engine) == {}  # looking is not counted
    stopped.answer("5")
    second = stopped.path.rpartition("/")[2]
    assert counted(engine) == {first: 1}
    stopped.open(f"/vraag/{first}").answer("4").press("Overslaan")
    assert counted(engine) == {first: 1, second: 1}
    whole = someone().start(fieldwork.invite("K1-PRE").token).answer_all().press("Verstuur")
    found = counted(engine)
    assert (found[first], found[second], found[SENT]) == (2, 2, 1)
    assert set(found) == {*whole.seen, SENT}
    assert {n for page, n in found.items() if page not in (first, second)} == {1}


def test_a_test_wave_paper_and_the_separate_stores_are_not_counted(
    fieldwork: Fieldwork, someone: NewRespondent, engine: Engine
) -> None:
    someone().start(fieldwork.invite("HALFJAAR").token).answer_all().press("Verstuur")
    someone().start(fieldwork.invite("K1-PRE", mode="paper").token).answer_all().press("Verstuur")
    fieldwork.change_wave(is_test=True, test_addresses=("test@voorbeeld.nl",))
    someone().start(fieldwork.invite("K1-PRE").token).answer_all().press("Verstuur")
    assert counted(engine) == {}


def test_a_count_that_fails_keeps_no_answer_either(
    fieldwork: Fieldwork,
    someone: NewRespondent,
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both or neither: the database refuses a page that is counted for no wave."""
    token = fieldwork.invite("K1-PRE").token
    person = someone().start(token)
    right = reached.place_of_page
    monkeypatch.setattr(
        services, "place_of_page", lambda *about: {**right(*about), "page": "x" * 41, **NO_WAVE}
    )
    before = fieldwork.rows()
    assert person.answer("5").page.status_code >= 500
    assert fieldwork.rows()["draft"] == before["draft"]
    assert counted(engine) == {}
    monkeypatch.undo()
    person.start(token).answer("5")
    assert list(counted(engine).values()) == [1]


NO_WAVE = {"wave_id": "nobody's"}


def test_no_column_of_a_count_points_at_a_person(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    columns = {column.name for column in PageReached.__table__.columns}
    assert columns == {"organisation_id", "wave_id", "questionnaire", "page", "n"}
    parents = {key.column.table.name for key in PageReached.__table__.foreign_keys}
    assert parents.isdisjoint(OWNERS)
