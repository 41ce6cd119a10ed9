"""A fieldworker sends in the browser: sees who, reads what, tests, decides and follows."""

import re
import subprocess
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey_app.fieldwork.contacts.services import import_contacts
from survey_app.messaging.channels.sms import sms_length
from survey_app.messaging.outbox import services_dispatch
from survey_app.messaging.outbox.addressees import Target
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_dispatch import line_up_all
from survey_app.messaging.queueing.companions import Readers
from survey_app.messaging.sending.previews import (
    Surroundings,
    example,
    letter_html,
    parts_in_all,
)
from survey_app.messaging.sending.queries import wave_with_owner
from survey_app.messaging.sending.services import NO_ADDRESS
from survey_app.models import Access, Contact, Dispatch, Message, Organisation, StaffAccount
from survey_app.organisations.services import change_settings
from tests.messaging.conftest import WAVE, Invite, messages, states
from tests.messaging.sending.conftest import OWN, Desk
from tests.services.page_check import parsed
from tests.services.smtp_sink import SmtpSink

AN, BO, CAS, DIRK = (f"{name}@proef.example" for name in ("an", "bo", "cas", "dirk"))
OWN_WORDS = "Wij bellen u niet."
TOKEN = re.compile(r"(?<=/)[0-9A-Z]{26}")


def plain(mail: EmailMessage) -> str:
    """The text of an e-mail, with an example for its token."""
    body = mail.get_body(("plain",))
    assert body is not None
    return TOKEN.sub("0" * 26, " ".join(body.get_content().split()))


def test_everybody_of_a_wave_is_counted_once_wherever_they_stand(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    smtp_sink.reply(BO, "550 no such user")
    invite(AN, BO, CAS, DIRK)
    with Session(desk.installation.engine) as session:
        first = session.scalars(select(Contact.id).order_by(Contact.id)).first()
        session.execute(update(Contact).where(Contact.id == first).values(opted_out=True))
        session.commit()
    desk.open()
    assert [row[1:8] for row in desk.table] == [["E-mail", "4", "3", "0", "0", "0", "1"]]
    desk.send()
    desk.work()
    (row,) = desk.open().table
    people, *parts = map(int, row[2:8])
    assert people == sum(parts) == 4
    failed = states(desk.installation).count("failed")
    assert parts == [0, 0, 3 - failed, failed, 1]


def test_what_is_shown_is_what_arrives(desk: Desk, invite: Invite, smtp_sink: SmtpSink) -> None:
    invite("sam.de.vries@proef.example")
    shown = parsed(desk.open("/K3-TIJDENS/email/uitnodiging").page)
    text = " ".join(shown.select_one(".mail__body").get_text(" ").split())
    desk.send()
    desk.work()
    arrived = plain(smtp_sink.messages_for("sam.de.vries@proef.example")[0])
    assert arrived.replace("sam.de.vries", "Sam de Vries") == text
    head = " ".join(shown.select_one(".mail__head").get_text(" ").split())
    assert "Waddinxveen <onderzoek@gemeente.example>" in head
    assert "Hoe vindt u de hulp van Waddinxveen?" in head


def test_the_letter_that_is_shown_has_the_words_of_the_letter_that_is_printed(desk: Desk) -> None:
    desk.open("/K3-TIJDENS/letter/uitnodiging/tekst?taal=nl")
    desk.press("Bewaar en bekijk", text=OWN_WORDS)
    shown = parsed(desk.open("/K3-TIJDENS/letter/uitnodiging").page)
    paragraphs = [" ".join(one.get_text(" ").split()) for one in shown.select(".mail__body p")]
    pdf = desk.client.get(f"/versturen/{desk.wave_id}/K3-TIJDENS/uitnodiging/brief.pdf").data
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    printed = " ".join(done.stdout.decode().split())
    assert [one for one in paragraphs if one not in printed] == []
    assert OWN_WORDS in paragraphs
    assert any(one.startswith("Wilt u hulp, of de vragen liever op papier") for one in paragraphs)


def test_a_letter_in_another_language_is_shown_without_the_own_words_as_it_is_printed(
    desk: Desk,
) -> None:
    config = replace(desk.installation.config, synthetic=True)  # with every translation
    made = replace(desk.installation, config=config)
    target = Target(desk.wave_id, "K3-TIJDENS", "letter", "letter")
    with Session(made.engine) as session:
        found = wave_with_owner(session, desk.wave_id)
    assert found is not None
    own = dict.fromkeys(("nl", "tr"), OWN_WORDS)
    about = Surroundings(*found, version=1, own_words=own)
    text = example(made, target, about, "tr").text
    assert text.language == "tr"
    for shown in (text.plain, letter_html(made, target, about, "tr")):
        assert OWN_WORDS not in shown
    assert OWN_WORDS in example(made, target, about, "nl").text.plain


def test_a_test_goes_to_ones_own_address_and_invites_nobody(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN)
    desk.open("/K3-TIJDENS/email/uitnodiging").press("Stuur een test")
    assert f"De test is verstuurd naar {OWN}." in desk.words
    (mail,) = smtp_sink.messages_for(OWN)
    assert "Hoe vindt u de hulp" in str(mail["Subject"])
    assert len(smtp_sink.received) == 1
    desk.open("/K3-TIJDENS/phone/uitnodiging").press("Stuur een test")
    other = smtp_sink.messages_for(OWN)[1]
    assert other["Subject"] == "Test van een sms"
    assert other["Message-ID"] != mail["Message-ID"]  # a mailbox keeps one of two that are the same
    with Session(desk.installation.engine) as session:
        for model in (Access, Message, Dispatch):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_who_has_no_address_is_told_how_to_get_one(desk: Desk, smtp_sink: SmtpSink) -> None:
    with Session(desk.installation.engine) as session:
        session.execute(update(StaffAccount).values(email=None))
        session.commit()
    desk.open("/K3-TIJDENS/email/uitnodiging").press("Stuur een test")
    assert desk.page.status_code == 409
    assert NO_ADDRESS in desk.words
    assert smtp_sink.received == []


def test_the_decision_names_the_number_and_the_worker_does_the_rest(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, BO)
    desk.open("/K3-TIJDENS/email/uitnodiging/bevestigen")
    assert "Uitnodiging per e-mail naar 2 mensen versturen?" in desk.words
    desk.press("Ja, verstuur naar 2 mensen")
    assert "0 van 2 mensen afgehandeld" in desk.words
    assert desk.table[0] == ["Nog klaar te zetten", "2"]
    assert smtp_sink.received == []  # not while somebody waits for a page
    desk.work()
    desk.page = desk.client.get(desk.page.request.path)
    assert "Klaar : 2 van 2 mensen afgehandeld" in desk.words
    assert [row[-1] for row in desk.table] == ["0", "2", "0", "2"]
    assert len(smtp_sink.received) == 2
    desk.open("/K3-TIJDENS/email/uitnodiging/bevestigen")
    assert "Er is nu niemand om naar te versturen" in desk.words


def test_a_number_that_changed_meanwhile_is_asked_again(desk: Desk, invite: Invite) -> None:
    invite(AN)
    desk.open("/K3-TIJDENS/email/uitnodiging/bevestigen")
    invite(BO)
    desk.press("Ja, verstuur")
    assert desk.page.status_code == 409
    assert "Het aantal mensen is intussen veranderd" in desk.words
    assert "naar 2 mensen versturen?" in desk.words
    assert messages(desk.installation) == []


def test_more_people_than_were_confirmed_never_get_it(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, BO)
    desk.send()
    invite(CAS, DIRK)
    desk.work()
    assert len(smtp_sink.received) == 2


def test_a_paused_dispatch_sends_nothing_until_it_goes_on(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink
) -> None:
    invite(AN, BO)
    desk.send()
    place = desk.page.request.path
    desk.press("Pauzeer").work()
    assert messages(desk.installation) == []
    desk.page = desk.client.get(place)
    desk.press("Ga weer door")
    line_up_all(desk.installation)
    desk.page = desk.client.get(place)
    assert desk.table[0] == ["In de rij", "2"]
    desk.press("Pauzeer").work()
    assert smtp_sink.received == []
    desk.page = desk.client.get(place)
    assert "Gepauzeerd : 0 van 2" in desk.words
    desk.press("Ga weer door").work()
    assert len(smtp_sink.received) == 2


def test_who_failed_is_named_with_the_reason_and_goes_along_after_a_correction(
    desk: Desk, smtp_sink: SmtpSink, tmp_path: Path
) -> None:
    def imported(email: str) -> None:
        path = tmp_path / "contacten.csv"
        path.write_text(f"naam;telefoon;e-mail;vragenlijst\nBram;0612345678;{email};K3-TIJDENS\n")
        assert not import_contacts(desk.installation, path, WAVE).refused

    smtp_sink.reply(BO, "550 no such user")
    imported(BO)
    desk.send()
    place = desk.page.request.path
    desk.work()
    desk.page = desk.client.get(place)
    assert f"Bram {BO} Mislukt mailserver antwoordde 550" in desk.words
    imported(AN)
    link = parsed(desk.page).find("a", string="Probeer opnieuw")
    assert link is not None
    desk.page = desk.client.get(str(link["href"]))
    assert "1 persoon kan dit nu krijgen" in desk.words
    desk.send()
    desk.work()
    assert len(smtp_sink.messages_for(AN)) == 1
    desk.page = desk.client.get(place)
    assert desk.table[-2][0].startswith("Vervallen")
    assert sum(int(row[-1]) for row in desk.table[:-1]) == int(desk.table[-1][-1]) == 1


def test_nobody_outside_the_list_of_a_trial_installation_is_decided_on(
    desk: Desk, invite: Invite
) -> None:
    invite(AN, "echt@burger.example")
    desk.send()
    assert desk.page.status_code == 409
    assert "proefopstelling" in desk.words
    with Session(desk.installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(Dispatch)) == 0


def test_people_without_a_mail_server_are_not_offered_to_send(desk: Desk, invite: Invite) -> None:
    invite(AN)
    with Session(desk.installation.engine) as session:
        session.execute(delete(Dispatch))
        session.execute(update(Contact).values(channel="phone"))
        session.commit()
    desk.open("/K3-TIJDENS/phone/uitnodiging/bevestigen")
    assert "Versturen kan hier niet" in desk.words
    token = parsed(desk.page).select_one('input[name="csrf_token"]')
    assert token is not None
    form = {"csrf_token": str(token["value"]), "people": "1"}
    answer = desk.client.post(desk.page.request.path, data=form)
    assert answer.status_code == 409
    assert "Versturen kan hier niet" in answer.text
    with Session(desk.installation.engine) as session:
        assert session.scalar(select(func.count()).select_from(Dispatch)) == 0


def test_text_messages_say_what_they_cost_together(desk: Desk, invite: Invite) -> None:
    invite(AN, BO)
    with Session(desk.installation.engine) as session:
        session.execute(update(Contact).values(channel="phone"))
        session.commit()
        organisation_id = session.scalars(select(Organisation.id)).one()
    assert "Samen 2 delen" in desk.open("/K3-TIJDENS/phone/uitnodiging").words
    assert "euro" not in desk.words
    change_settings(desk.installation, organisation_id, {"sms_part_price": "0.08"})
    desk.open("/K3-TIJDENS/phone/uitnodiging")
    assert "Samen 2 delen × 0,08 = 0,16 euro" in desk.words
    assert "euro" not in desk.open("/K3-TIJDENS/email/uitnodiging").words


def test_parts_are_counted_as_each_group_of_people_reads_the_message(desk: Desk) -> None:
    installation = replace(
        desk.installation, config=replace(desk.installation.config, synthetic=True)
    )
    with Session(installation.engine, expire_on_commit=False) as session:
        found = wave_with_owner(session, desk.wave_id)
    assert found is not None
    about, target = Surroundings(*found, 1), Target(desk.wave_id, "K3-TIJDENS", "phone", "sms")
    also = (("K4-EINDE", 1),)
    ways = {
        (language, number): (language, also * (number - 1))
        for language in ("nl", "ar")
        for number in (1, 2)
    }
    each = {
        way: sms_length(
            example(installation, target, replace(about, also=more), language).text.body
        ).parts
        for way, (language, more) in ways.items()
    }
    assert each["nl", 1] == 1
    assert each["nl", 2] == 2
    assert each["ar", 1] < each["ar", 2]
    readers = [Readers(*way, people) for people, way in enumerate(each, start=1)]
    whole = sum(people * parts for people, parts in enumerate(each.values(), start=1))
    assert parts_in_all(installation, target, about, readers, also) == whole


def test_a_dispatch_that_cannot_be_put_in_line_holds_no_other_up(
    desk: Desk, invite: Invite, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(AN)
    desk.send()
    invite(BO, questionnaire="K4-EINDE")
    desk.send("K4-EINDE")
    put = services_dispatch._put_in_line

    def fails_for_one(*given: Any) -> int | None:
        if given[1].questionnaire == "K3-TIJDENS":
            raise ValueError("of one dispatch")
        return put(*given)

    monkeypatch.setattr(services_dispatch, "_put_in_line", fails_for_one)
    with pytest.raises(ValueError, match="of one dispatch"):
        line_up_all(desk.installation)
    deliver_due(desk.installation)
    assert [mail["To"] for mail in smtp_sink.messages_for(BO)] == [BO]
    assert smtp_sink.messages_for(AN) == []
