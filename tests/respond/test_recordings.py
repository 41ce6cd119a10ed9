"""A question that was recorded says where it is heard; one that was not stays as it was."""

from flask import Flask
from sqlalchemy import event, select

from survey_app.application import create_app
from survey_app.database import only_of, reading
from survey_app.models import Organisation
from survey_app.organisations.recordings.services import take_in
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.services.opus_file import opus_file


def take(fieldwork: Fieldwork, name: str) -> None:
    engine = fieldwork.installation.engine
    with reading(engine) as session:
        organisation_id = session.scalars(select(Organisation.id)).one()
    with only_of({organisation_id}):
        assert take_in(fieldwork.installation, organisation_id, "nl", [(name, opus_file())]).kept


def heard(person: Respondent) -> list[str]:
    return [one.get_text(strip=True) for one in person.html.select("[data-heard]")]


def test_a_recording_reaches_the_page_of_every_process_at_its_next_load(
    app: Flask, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    other = Respondent(create_app(installation=fieldwork.installation).test_client())
    for person in (someone().start(token), other.start(token)):
        assert heard(person) == []
        before = len(person.page.data) if person.page else 0
        assert before
    take(fieldwork, "C301.opus")
    take(fieldwork, "C301-5.opus")
    for person in (someone().start(token), other.open("/vraag/C301")):
        assert heard(person) == ["Hoe goed houdt de gemeente u op de hoogte?", "Heel goed"]


def test_who_has_no_recordings_asks_once_and_sends_no_byte_more(
    app: Flask, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    assert person.page is not None
    assert b"data-heard" not in person.page.data
    asked: list[str] = []

    @event.listens_for(fieldwork.installation.engine, "before_cursor_execute")
    def _note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "recording" in statement:
            asked.append(statement)

    for _ in range(3):
        person.open("/vraag/C301")
    assert asked == []
