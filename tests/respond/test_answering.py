"""From the link to the inbox, as a client does it."""

import pytest

from survey_app.crypto.tokens import is_token
from survey_app.models import Draft
from tests.respond.conftest import Fieldwork, NewRespondent


def test_a_question_with_skipping_among_its_answers_offers_it_once(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    while not person.path.endswith("/T-B1"):
        person.press("Overslaan")
    words = [one.get_text(strip=True) for one in person.html.select("label, button")]
    assert words.count("Overslaan") == 1
    assert person.press("Volgende", answer="2").path == "/vraag/B2"


def test_a_client_opens_answers_checks_and_sends(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    client = someone().start(fieldwork.invite().token).answer_all()
    assert client.path == "/controle"
    client.press("Verstuur")
    assert client.heading == "Dank u wel. Uw antwoorden zijn verstuurd."
    [sent] = fieldwork.submissions()
    assert (sent.questionnaire, sent.mode, sent.helped, sent.language) == (
        "K3-TIJDENS",
        "web",
        False,
        "nl",
    )
    assert set(sent.answers.values()) == {5, 1}
    assert sent.background == {"B1": 1, "B2": 1, "B3": 1}
    assert sent.link_code is None
    assert not {"T-B1", "T-LINK"} & {*sent.answers, *sent.background}


@pytest.mark.parametrize(
    "code",
    ["K1-PRE", "K2-AANVANG", "K4-EINDE", "K5-POST", "W1-PRE", "W4-EINDE", "O-JAAR", "G-ZELF"],
)
def test_every_questionnaire_can_be_answered_to_the_end(
    code: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite(code).token).answer_all(number=1).press("Verstuur")
    assert person.path == "/klaar"
    [sent] = fieldwork.submissions()
    assert sent.questionnaire == code
    assert set(sent.answers) | set(sent.background) == set(person.seen) - {"T-B1"}


def test_the_start_page_says_who_why_and_that_it_is_free(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite().token}")
    for words in (
        "Gemeente Voorbeeldstad",
        "Meedoen is vrijwillig",
        "geen gevolgen voor uw uitkering",
        "ziet uw antwoorden niet",
        "ongeveer 5 minuten",
        "Wilt u hulp?",
    ):
        assert words in person.words


def test_the_token_leaves_the_address_at_begin(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    assert is_token(token)
    person = someone().start(token)
    assert person.page is not None
    assert token not in person.page.get_data(as_text=True)
    assert token not in person.path
    cookie = person.client.get_cookie("ts")
    assert cookie is not None
    assert token not in cookie.value


def test_skipping_is_kept_and_sent_as_skipped(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    person = someone().start(fieldwork.invite().token).press("Overslaan").answer_all()
    assert "Overgeslagen" in person.words
    person.press("Verstuur")
    assert fieldwork.submissions()[0].answers["C301"] is None


def test_going_on_without_an_answer_asks_for_one(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).press("Volgende")
    assert person.page is not None
    assert person.page.status_code == 422
    assert person.html.title is not None
    assert person.html.title.get_text().startswith("Fout:")
    summary = person.html.select_one("#errors")
    assert summary is not None
    assert summary.a is not None
    assert person.html.select_one(str(summary.a["href"])) is not None
    assert "Kies een antwoord" in summary.get_text()


def test_back_shows_what_was_answered_and_it_can_be_changed(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer("4")
    assert person.path == "/vraag/C302"
    back = person.html.select_one(".ts-back a")
    assert back is not None
    person.open(str(back["href"]))
    assert person.chosen == ["4"]
    person.answer("2").answer_all().press("Verstuur")
    assert fieldwork.submissions()[0].answers["C301"] == 2


def test_a_change_from_the_overview_leads_back_to_the_overview(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all()
    person.open("/vraag/C302?check=1").answer("1")
    assert person.path == "/controle"
    person.press("Verstuur")
    assert fieldwork.submissions()[0].answers["C302"] == 1


def test_an_answer_that_falls_off_the_path_is_not_sent(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all()
    assert "C311" in person.seen
    person.open("/vraag/C310?check=1").answer("2")
    assert person.path == "/controle"
    person.press("Verstuur")
    assert "C311" not in fieldwork.submissions()[0].answers


def test_a_question_that_comes_onto_the_path_is_asked_before_sending(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all(number=1)
    assert "C311" not in person.seen
    person.open("/vraag/C310?check=1").answer("1")
    assert person.path == "/vraag/C311"
    person.answer("3")
    assert person.path == "/controle"


def test_without_consent_the_background_question_is_not_asked(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all(number=1).press("Verstuur")
    assert "B1" not in person.seen
    assert set(fieldwork.submissions()[0].background) == {"B2", "B3"}


def test_the_same_link_goes_on_at_the_first_open_question_on_another_device(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    someone().start(token).answer("5").answer("4")
    other = someone().start(token)
    assert other.path == "/vraag/C303"
    assert other.open("/vraag/C302").chosen == ["4"]


def test_pages_further_on_lead_to_the_question_that_is_open(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    assert person.open("/controle").path == "/vraag/C301"
    assert person.open("/vraag/C311").path == "/vraag/C301"
    assert person.open("/vraag/B1").path == "/vraag/C301"


def test_a_draft_is_unreadable_in_the_database(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    someone().start(fieldwork.invite("K2-AANVANG").token).answer("5")
    [row] = fieldwork.rows()[Draft.__tablename__]
    assert b"C201" not in bytes(row[3])  # type: ignore[call-overload]
    assert row[1] == 1


def test_the_mode_of_the_access_is_sent_along(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    someone().start(fieldwork.invite(mode="phone").token).answer_all().press("Verstuur")
    [sent] = fieldwork.submissions()
    assert (sent.mode, sent.helped) == ("phone", True)


def test_easy_reading_shows_pictures_and_is_kept_with_the_answers(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token)
    assert not person.html.select("svg")
    person.press("Makkelijk lezen", answer="4")
    assert len(person.html.select("label svg use")) == 6
    assert person.chosen == ["4"]
    person.answer_all().press("Verstuur")
    assert fieldwork.submissions()[0].easy_read is True


def test_larger_text_keeps_what_was_typed(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    person = someone().start(fieldwork.invite("K1-PRE").token)
    while not person.html.select("textarea"):
        person.press("Overslaan")
    person.press("Groter", answer="Nog niet verstuurd")
    area = person.html.textarea
    assert area is not None
    assert area.get_text().strip() == "Nog niet verstuurd"
    assert person.html.html is not None
    assert "ts-large" in person.html.html["class"]
