"""Two tabs, two devices, two taps: no answer disappears silently, nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from survey_app.database import session_of
from survey_app.models import Access
from survey_app.ways_in.access import create_access
from tests.respond.conftest import Fieldwork, NewRespondent
from tests.respond.test_refusals import form_of
from tests.services.page_check import parsed


def test_an_older_page_is_told_what_is_stored_and_asks(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    old, new = someone().start(token), someone().start(token)
    new.answer("5")
    old.answer("1")
    assert old.page is not None
    assert old.page.status_code == 409
    assert "Dit is opgeslagen Heel goed" in old.words
    assert "Dit koos u op dit scherm Heel slecht" in old.words
    assert new.open("/vraag/C301").chosen == ["5"]
    old.press("Gebruik het antwoord van dit scherm")
    assert old.path == "/vraag/C302"
    assert new.open("/vraag/C301").chosen == ["1"]


def test_the_stored_answer_can_be_kept(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    token = fieldwork.invite().token
    old, new = someone().start(token), someone().start(token)
    new.answer("5")
    old.answer("1").press("Houd het opgeslagen antwoord")
    assert old.path == "/vraag/C302"
    assert old.open("/vraag/C301").chosen == ["5"]


def test_the_same_answer_from_an_older_page_is_no_conflict(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    old, new = someone().start(token), someone().start(token)
    new.answer("4")
    assert old.answer("4").path == "/vraag/C302"


def test_another_question_on_an_older_page_is_no_conflict(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    one, other = someone().start(token), someone().start(token)
    other.answer("4").answer("3")
    one.open("/vraag/C303")
    other.answer("2").open("/vraag/C301").answer("1")
    assert one.open("/vraag/C305").answer("5").path == "/vraag/C306"


def test_a_page_that_was_sent_again_after_its_answer_got_lost_doubles_nothing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token)
    data = form_of(person, answer="5")
    first = person.client.post("/vraag/C301", data=data)
    someone().start(token).open("/vraag/C301").answer("2")  # changed elsewhere in between
    again = person.client.post("/vraag/C301", data=data)
    assert first.status_code == again.status_code == 303
    assert person.open("/vraag/C301").chosen == ["2"]


def test_the_overview_is_shown_anew_when_an_answer_changed_behind_it(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token).answer_all()
    someone().start(token).open("/vraag/C301").answer("1")
    person.press("Verstuur")
    assert person.page is not None
    assert person.page.status_code == 409
    assert "net op een ander scherm veranderd" in person.words
    assert fieldwork.submissions() == []
    person.press("Verstuur")
    assert fieldwork.submissions()[0].answers["C301"] == 1


@pytest.mark.parametrize("taps", [12])
def test_many_taps_at_once_send_one_response_and_all_are_thanked(
    taps: int, app: Flask, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all()
    data = form_of(person)
    cookie = person.client.get_cookie("ts")
    assert cookie is not None

    def tap(_: int) -> tuple[int, str]:
        client = app.test_client()
        client.set_cookie("ts", cookie.value)
        answer = client.post("/versturen", data=data)
        page = client.get(answer.location)
        code = parsed(page).select_one(".ts-receipt__code")
        return answer.status_code, code.get_text() if code else ""

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(tap, range(taps)))
    assert len(answers) == 1
    [(status, receipt)] = answers
    assert (status, len(receipt)) == (303, 11)
    assert len(fieldwork.submissions()) == 1


def test_a_second_way_in_is_told_that_it_was_sent_already(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite()
    with session_of(fieldwork.installation.engine) as session:
        invitation = session.get_one(Access, ways.access_id).invitation_id
        second = create_access(session, fieldwork.installation, invitation, "phone")
        session.commit()
    caller = someone().start(second.token).answer("5")
    someone().start(ways.token).answer_all().press("Verstuur")
    data = form_of(caller, answer="5")
    for path in ("/vraag/C302", "/versturen"):
        late = caller.client.post(path, data=data)
        assert late.status_code == 410
        assert "al verstuurd" in late.get_data(as_text=True)
    assert len(fieldwork.submissions()) == 1


def test_after_sending_the_back_button_shows_no_answer(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all().press("Verstuur")
    assert person.page is not None
    assert "cache" in person.page.headers["Clear-Site-Data"]
    for path in ("/vraag/C301", "/controle", "/start"):
        page = person.client.get(path)
        assert page.status_code == 403
        assert "Heel goed" not in page.get_data(as_text=True)
    person.open("/klaar").press("Sluit af")
    assert "cookies" in person.page.headers["Clear-Site-Data"]
    assert person.client.get("/klaar").status_code == 403
