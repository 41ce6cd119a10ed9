"""Stopping, withdrawing, no more messages, telling more, and answers that may be joined."""

import pytest
from sqlalchemy import select

from survey_app.database import reading
from survey_app.models import Contact, Draft, InboxItem, Invitation, NeedsResponse, Recontact
from survey_app.stores.separate import recontact_offer
from tests.respond.conftest import Fieldwork, NewRespondent, Respondent
from tests.services.settings import fill_in_settings


def receipt_of(person: Respondent) -> str:
    code = person.html.select_one(".ts-receipt__code")
    assert code is not None
    return code.get_text()


def test_stop_wipes_what_was_filled_in_and_sends_nothing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite().token
    person = someone().start(token).answer("5")
    link = person.html.find("a", string="Stop en verstuur niets")
    assert link is not None
    person.open(str(link["href"]))
    assert person.heading == "Wilt u stoppen?"
    person.press("Ja, stop")
    assert person.heading == "U bent gestopt"
    assert fieldwork.submissions() == []
    assert [row[3] for row in fieldwork.rows()[Draft.__tablename__]] == [None]
    again = someone().start(token)
    assert (again.path, again.chosen) == ("/vraag/C301", [])


@pytest.mark.parametrize("path", ["/start", "/vraag/C301", "/controle"])
def test_stop_stands_on_every_page_with_answers(
    path: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all().open(path)
    assert person.html.find("a", href="/stop") is not None or path == "/start"


def test_sent_answers_can_be_withdrawn_with_the_receipt_while_they_wait(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all().press("Verstuur")
    receipt = receipt_of(person)
    other = someone().open("/intrekken").press("Wis mijn antwoorden", code=receipt.lower())
    assert other.heading == "Uw antwoorden zijn gewist"
    assert fieldwork.rows()[InboxItem.__tablename__] == []
    again = someone().open("/intrekken").press("Wis mijn antwoorden", code=receipt)
    assert again.page is not None
    assert again.page.status_code == 404
    assert "liggen al tussen de andere antwoorden" in again.words


def test_a_receipt_that_cannot_be_one_is_told_at_the_field(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open("/intrekken").press("Wis mijn antwoorden", code="abc")
    assert person.page is not None
    assert person.page.status_code == 422
    assert "goed heeft overgenomen" in person.words


def ended(fieldwork: Fieldwork) -> tuple[bool, str | None]:
    """Whether the only contact wants no more messages, and why."""
    with reading(fieldwork.installation.engine) as session:
        contact = session.scalars(select(Contact)).one()
    return contact.opted_out, contact.opt_out_reason


def test_one_tap_ends_all_messages_and_the_reason_is_free(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    contact = fieldwork.contact()
    token = fieldwork.invite(contact=contact).token
    person = someone().open(f"/afmelden/{token}").press("Stuur mij geen berichten meer")
    assert person.heading == "U krijgt geen berichten meer"
    assert ended(fieldwork) == (True, None)
    refused = list(Invitation.__table__.columns.keys()).index("refused")
    assert fieldwork.rows()[Invitation.__tablename__][0][refused] is True
    person.press("Ik vertrouw het niet")
    assert ended(fieldwork) == (True, "no_trust")


@pytest.mark.parametrize("way", ["link", "code"])
def test_whoever_comes_in_finds_the_end_of_all_messages_on_the_start_page(
    way: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    ways = fieldwork.invite(contact=fieldwork.contact(), with_code=True)
    assert ways.code is not None
    person = someone()
    if way == "link":
        person.open(f"/v/{ways.token}")
    else:  # as the letter promises
        person.open("/code").press(code=ways.code)
    person.open(str(link_named(person, "Geen berichten meer")))
    person.press("Stuur mij geen berichten meer")
    assert person.heading == "U krijgt geen berichten meer"
    person.press("Ik heb geen tijd")
    assert ended(fieldwork) == (True, "no_time")


def link_named(person: Respondent, words: str) -> object:
    return next((one["href"] for one in person.html.select("a") if words in one.get_text()), None)


def test_without_a_contact_there_are_no_messages_to_end(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().open(f"/v/{fieldwork.invite().token}")
    assert link_named(person, "Geen berichten meer") is None
    assert someone().client.get("/afmelden").status_code == 403
    assert someone().client.post("/afmelden").status_code in (400, 403)


def test_the_button_of_a_mail_program_ends_all_messages(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite(contact=fieldwork.contact()).token
    answer = someone().client.post(
        f"/afmelden/{token}", data={"List-Unsubscribe": "One-Click", "reason": "<b>"}
    )
    assert answer.status_code == 200
    assert ended(fieldwork) == (True, None)
    assert someone().client.post("/afmelden/onbekend").status_code == 404


def test_after_stopping_messages_can_be_ended_too(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    token = fieldwork.invite(contact=fieldwork.contact()).token
    person = someone().start(token).open("/stop").press("Ja, stop")
    person.press("Stuur mij geen berichten meer")
    assert person.heading == "U krijgt geen berichten meer"
    person.press("Ik heb geen tijd")
    assert ended(fieldwork) == (True, "no_time")


def test_a_volunteer_tells_more_in_a_store_of_its_own(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all().press("Verstuur")
    person.open("/gesprek")
    assert "Meedoen is vrijwillig en heeft geen gevolgen" in person.words
    person.press("Ja, ik wil meedoen").answer_all()
    assert person.seen[-1] == "S7"
    assert "Schrijf geen namen op" not in person.words
    person.press("Verstuur")
    assert "Misschien bellen wij u" in person.words
    assert not person.html.select(".ts-receipt")
    [(row_id, wave_id, ciphertext, mode, *_)] = fieldwork.rows()[Recontact.__tablename__]
    offer = recontact_offer(fieldwork.installation, str(row_id), bytes(ciphertext))  # type: ignore[call-overload]
    assert (offer.answers["S7"], offer.language) == ("Goed geholpen.", "nl")
    assert len(fieldwork.submissions()) == 1
    assert (wave_id, mode) == (fieldwork.wave_id, "web")


def test_who_does_not_want_to_tell_more_leaves_nothing(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = someone().start(fieldwork.invite().token).answer_all().press("Verstuur")
    before = fieldwork.rows()
    assert person.open("/gesprek").press("Nee").path == "/klaar"
    assert fieldwork.rows() == before


def test_the_needs_survey_says_who_sees_it_and_is_stored_apart(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    contact = fieldwork.contact()
    person = someone().open(f"/v/{fieldwork.invite('HALFJAAR', contact=contact).token}")
    assert "De gemeente ziet deze antwoorden wel." in person.words
    assert "ziet uw antwoorden niet" not in person.words
    person.press("Begin").answer_all().press("Verstuur")
    assert not person.html.select(".ts-receipt")
    [(_, _, kept, answers, mode, *_)] = fieldwork.rows()[NeedsResponse.__tablename__]
    assert (kept, mode) == (contact, "web")
    assert isinstance(answers, dict)
    assert answers["H1"] == 1
    assert fieldwork.submissions() == []


def test_with_consent_two_answers_of_one_person_share_a_code_and_the_goal_comes_back(
    linked_fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    fieldwork = linked_fieldwork
    contact = fieldwork.contact()
    first = someone().start(fieldwork.invite("K2-AANVANG", contact=contact).token).answer_all()
    assert "T-LINK" in first.seen
    first.press("Verstuur")
    later = someone().start(fieldwork.invite("K4-EINDE", contact=contact).token)
    assert "Betaald werk vinden" in later.open("/vraag/C403").words.replace("‘", "")
    later.open("/start").press("Begin").answer_all().press("Verstuur")
    start, end = sorted(fieldwork.submissions(), key=lambda one: one.questionnaire)
    assert start.link_code == end.link_code is not None


def test_without_consent_nothing_is_joined(
    linked_fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    fieldwork = linked_fieldwork
    contact = fieldwork.contact()
    token = fieldwork.invite("K2-AANVANG", contact=contact).token
    someone().start(token).answer_all(number=1).press("Verstuur")
    someone().start(fieldwork.invite("K4-EINDE", contact=contact).token).answer_all().press(
        "Verstuur"
    )
    assert {one.link_code for one in fieldwork.submissions()} == {None}
    assert fieldwork.rows()["link_consent"] == []


def test_an_anonymous_wave_never_asks_to_join(fieldwork: Fieldwork, someone: NewRespondent) -> None:
    token = fieldwork.invite("K2-AANVANG", contact=fieldwork.contact()).token
    person = someone().start(token).answer_all().press("Verstuur")
    assert "T-LINK" not in person.seen
    assert fieldwork.submissions()[0].link_code is None


@pytest.mark.parametrize("page", ["privacy", "toegankelijkheid"])
def test_an_organisation_has_its_own_pages_about_privacy_and_access(
    page: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    fill_in_settings(
        fieldwork.installation,
        "gemeente-voorbeeldstad",
        'help_phone = "0182 00 00 00"\nprivacy_contact = "privacy@voorbeeld.example"\n'
        'email = "hulp@voorbeeld.example"\n',
    )
    person = someone().open(f"/{page}/gemeente-voorbeeldstad")
    assert "0182\u00a000\u00a000\u00a000" in person.html.get_text()
    assert "voorbeeld.example" in person.words
    assert someone().client.get(f"/{page}/nergens").status_code == 404
