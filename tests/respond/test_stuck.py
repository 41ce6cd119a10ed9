"""Where people got stuck: no cookies, the last minutes of a wave, a page that forgets them."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from survey_app.clock import AMSTERDAM
from survey_app.fieldwork.waves.services import new_organisation
from survey_app.organisations.waves import LAST_MINUTES
from tests.respond.conftest import ORGANISATION, TODAY, Fieldwork, NewRespondent, Respondent
from tests.services.settings import fill_in_settings

pytestmark = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
MIDNIGHT = datetime.datetime.combine(TODAY + datetime.timedelta(days=1), datetime.time(), AMSTERDAM)
SECOND = datetime.timedelta(seconds=1)


def status(person: Respondent) -> int:
    assert person.page is not None
    return person.page.status_code


def test_without_cookies_a_link_says_so_and_what_to_do(
    fieldwork: Fieldwork, app: Flask, someone: NewRespondent
) -> None:
    person = Respondent(app.test_client(use_cookies=False))
    person.start(fieldwork.invite().token)
    assert status(person) == 400
    assert "cookie" in person.words
    assert "Zet cookies aan voor deze website" in person.words


def test_without_cookies_a_code_says_so_too(fieldwork: Fieldwork, app: Flask) -> None:
    person = Respondent(app.test_client(use_cookies=False)).open("/code").press(code="0" * 14)
    assert "Zet cookies aan voor deze website" in person.words


def test_who_was_away_is_told_that_and_nothing_of_cookies(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer("4")
    person.client.delete_cookie("ts")
    assert person.open(person.path).heading == "U bent even weggeweest"


@pytest.fixture
def clock(fieldwork: Fieldwork) -> Iterator[time_machine.Traveller]:
    """Ten minutes before the end of the last day of the wave."""
    fieldwork.change_wave(ends_on=TODAY)
    with time_machine.travel(MIDNIGHT - 600 * SECOND, tick=False) as traveller:
        yield traveller


def test_who_was_inside_before_the_end_can_still_send(
    fieldwork: Fieldwork, someone: NewRespondent, clock: time_machine.Traveller
) -> None:
    person = someone().start(fieldwork.invite().token)
    clock.move_to(MIDNIGHT + 30 * SECOND)
    person.answer_all()
    clock.move_to(MIDNIGHT + LAST_MINUTES - SECOND)
    person.press("Verstuur")
    assert person.path == "/klaar"
    (sent,) = fieldwork.submissions()
    assert sent.submitted_on == TODAY


def test_after_the_last_minutes_it_is_said_that_nothing_was_sent(
    fieldwork: Fieldwork, someone: NewRespondent, clock: time_machine.Traveller
) -> None:
    person = someone().start(fieldwork.invite().token)
    clock.move_to(MIDNIGHT + 900 * SECOND)
    person.answer_all()
    clock.move_to(MIDNIGHT + LAST_MINUTES)
    person.press("Verstuur")
    assert status(person) == 410
    assert "Uw antwoorden zijn niet verstuurd." in person.words
    assert fieldwork.submissions() == []


def test_nobody_comes_in_after_the_end(
    fieldwork: Fieldwork, someone: NewRespondent, clock: time_machine.Traveller
) -> None:
    token = fieldwork.invite().token
    clock.move_to(MIDNIGHT + SECOND)
    assert status(someone().open(f"/v/{token}")) == 410


def test_a_wave_that_was_closed_gives_nobody_more_time(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    fieldwork.change_wave(closed_at=datetime.datetime.now(datetime.UTC))
    assert "Uw antwoorden zijn niet verstuurd." in person.answer("4").words


def settings(fieldwork: Fieldwork, slug: str, text: str) -> None:
    fill_in_settings(fieldwork.installation, slug, text)


def test_the_code_page_says_whose_it_is_and_whom_to_call(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    settings(fieldwork, "gemeente-voorbeeldstad", 'help_phone = "14 0182"\n')
    person = someone().open("/code")
    whole = person.html.get_text(" ", strip=True)
    assert ORGANISATION in whole
    assert "Hulp nodig? Bel 14\u00a00182." in whole
    person.press(code="0" * 14)
    assert "Bel 14\u00a00182" in person.words


def test_with_several_organisations_the_code_page_names_each(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    new_organisation(fieldwork.installation, "Gemeente Elders")
    settings(fieldwork, "gemeente-elders", 'help_phone = "14 0999"\n')
    words = someone().open("/code").words
    assert ORGANISATION in words
    assert "Gemeente Elders : Hulp nodig? Bel 14\u00a00999." in words
