"""Long typed texts in any script: what fits is stored whole, what does not stays on the screen."""

import pytest

from survey_app.application import MAXIMUM_BODY
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.respond.test_every_route import one_database

pytestmark = one_database
LONGEST = 4000
SCRIPTS = {"latin": "é", "arabic": "ش", "ethiopic": "ሸ", "emoji": "😀", "han": "漢"}


@pytest.fixture
def typing(fieldwork: Fieldwork, someone: NewRespondent) -> Respondent:
    """Somebody at an open question."""
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    return person


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_longest_text_is_stored_whole_in_every_script(script: str, typing: Respondent) -> None:
    text, place = SCRIPTS[script] * LONGEST, typing.path
    typing.press("Volgende", answer=text)
    assert typing.path != place
    area = typing.open(place).html.textarea
    assert area is not None
    assert area.get_text().strip() == text


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_text_that_is_far_too_long_comes_back_whole_with_a_sentence(
    script: str, typing: Respondent
) -> None:
    text = SCRIPTS[script] * 80_000
    typing.press("Volgende", answer=text)
    assert typing.page is not None
    assert typing.page.status_code == 422
    assert "Uw tekst is te lang. U typte 80000 tekens. Er passen 4000 tekens." in typing.words
    area = typing.html.textarea
    assert area is not None
    assert area.get_text().strip() == text


def test_a_long_text_is_kept_when_the_session_is_over(typing: Respondent) -> None:
    text = SCRIPTS["arabic"] * 80_000
    typing.client.delete_cookie("ts")
    typing.press("Volgende", answer=text)
    assert typing.page is not None
    assert typing.page.status_code == 403
    area = typing.html.textarea
    assert area is not None
    assert area.get_text().strip() == text


def test_more_than_can_be_read_is_refused_with_the_way_back(typing: Respondent) -> None:
    answer = typing.client.post(typing.path, data={"answer": "a" * MAXIMUM_BODY})
    assert answer.status_code == 413
    assert "Ga terug en maak uw tekst korter." in answer.get_data(as_text=True)
