"""Who was not chosen for a talk hears it in their own language, by e-mail or text message."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from survey_app.clock import now
from survey_app.crypto.encryption import encrypt
from survey_app.database import reading, session_of
from survey_app.installation import Installation
from survey_app.messaging.channels.one_text import send_text
from survey_app.models import Recontact, Wave
from survey_app.separate.recontact.pool import Volunteer
from survey_app.separate.recontact.services import ask_draw, finish
from survey_app.separate.recontact.services_drawing import draw_all
from survey_app.separate.recontact.services_telling import tell_not_chosen
from survey_app.settings.messages import Sms
from survey_app.stores.bound_to import recontact
from survey_app.stores.separate import Offer, recontact_answers, recontact_offer, recontact_row
from tests.services.http_service import Answer, Call, HttpService, http_service

WORDS = {
    "nl": "Wij hebben nu genoeg mensen",
    "en": "We now have enough people",
    "ar": "لدينا الآن عدد كافٍ من الأشخاص",
    "uk": "Тепер у нас достатньо людей",
    "tr": "Şimdi yeterince kişi var",
    "ti": "ሕጂ እኹላት ሰባት ኣለዉና",
}
SUBJECTS = {"nl": "Uw aanmelding voor een gesprek", "tr": "Görüşme için başvurunuz"}


@pytest.fixture
def synthetic(installation: Installation) -> Installation:
    """Invented people: messages go to a file, and drafts of translations count."""
    return replace(installation, config=replace(installation.config, synthetic=True))


def waiting(installation: Installation, wave_id: str, people: list[tuple[str, str]]) -> None:
    """A closed wave with these volunteers (how to be reached, language) and one who is drawn."""
    marks = {"S1": 3, "S2": 3, "S3": 3, "S4": [1], "S5": 1, "S6": 1}
    with session_of(installation.engine) as session:
        for reach, language in people:
            offer = Offer(marks | {"S7": reach}, language)
            row = recontact_row(installation, wave_id, offer, "web")
            session.add(Recontact(**row))
        session.get_one(Wave, wave_id).closed_at = now()
        session.commit()
    ask_draw(installation, wave_id, 1)
    draw_all(installation)
    finish(installation, wave_id)


def marks_of(installation: Installation) -> list[str]:
    with reading(installation.engine) as session:
        return sorted(session.scalars(select(Recontact.tell)))


def test_everybody_is_told_in_their_own_language_and_by_what_they_left(
    synthetic: Installation, wave_id: str, home: Path
) -> None:
    people = [(f"Iemand {code}@example.org", code) for code in WORDS]
    people += [(f"Iemand 06123456{number:02d}", code) for number, code in enumerate(WORDS)]
    waiting(synthetic, wave_id, [*people, ("Piet 0182-123456", "uk")])
    assert marks_of(synthetic) == sorted(["email"] * 6 + ["sms"] * 6 + ["phone"])
    assert tell_not_chosen(synthetic, send_text) == 12
    sent = (home / "outbox.txt").read_text(encoding="utf-8")
    assert {code: sent.count(words) for code, words in WORDS.items()} == dict.fromkeys(WORDS, 2)
    assert all(f"Subject: {subject}" in sent for subject in SUBJECTS.values())
    assert sent.count("To: +316123456") == 6
    assert marks_of(synthetic) == ["phone"]
    assert tell_not_chosen(synthetic, send_text) == 0


def test_a_translation_that_nobody_checked_is_sent_to_nobody(
    installation: Installation, wave_id: str, gateway: HttpService
) -> None:
    real = with_gateway(installation, gateway)
    waiting(real, wave_id, [("Olena 0612345678", "uk")])
    assert tell_not_chosen(real, send_text) == 1
    [call] = gateway.calls
    assert call.json["text"].startswith("U gaf u op voor een gesprek. Wij hebben nu genoeg mensen")


def takes(call: Call) -> Answer:
    return Answer(202, json.dumps({"id": call.json["id"]}).encode())


@pytest.fixture
def gateway() -> Iterator[HttpService]:
    with http_service(takes) as service:
        yield service


def with_gateway(installation: Installation, gateway: HttpService) -> Installation:
    sms = Sms(url=f"{gateway.url}/send", key="sleutel", sender="+31687654321")
    return replace(installation, config=replace(installation.config, sms=sms, live=True))


@pytest.mark.parametrize(
    ("status", "left", "told"),
    [(202, [], 1), (400, ["phone"], 0), (503, ["sms"], 0)],
)
def test_what_the_gateway_says_decides_who_tells_this_person(
    installation: Installation, wave_id: str, status: int, left: list[str], told: int
) -> None:
    def answers(call: Call) -> Answer:
        return takes(call) if status == 202 else Answer(status, b"{}")

    with http_service(answers) as service:
        real = with_gateway(installation, service)
        waiting(real, wave_id, [("Fatma 06 12345678", "nl")])
        assert marks_of(real) == ["sms"]
        assert tell_not_chosen(real, send_text) == told
        assert marks_of(real) == left
        assert service.calls[0].json["to"] == "+31612345678"


def test_without_a_service_for_texts_somebody_calls(
    installation: Installation, wave_id: str
) -> None:
    waiting(installation, wave_id, [("Fatma 06 12345678", "nl")])
    assert marks_of(installation) == ["phone"]


def test_a_test_installation_texts_nobody(
    installation: Installation, wave_id: str, gateway: HttpService
) -> None:
    real = with_gateway(installation, gateway)
    real = replace(real, config=replace(real.config, live=False))
    waiting(real, wave_id, [("Fatma 06 12345678", "nl")])
    assert tell_not_chosen(real, send_text) == 0
    assert marks_of(real) == ["phone"]
    assert gateway.calls == []


def test_an_offer_of_before_there_was_a_language_is_read_as_dutch(
    installation: Installation,
) -> None:
    before = encrypt(installation.keys.contact, b'{"S1": 7}', recontact("a"))
    assert recontact_answers(installation, "a", before) == {"S1": 7}
    assert recontact_offer(installation, "a", before).language == "nl"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("Fatma 06-12345678", "+31612345678"),
        ("Fatma 0031 6 12345678", "+31612345678"),
        ("Fatma +31 (0)6 12345678", "+31612345678"),
        ("Olena +380 67 123 4567", "+380671234567"),
        ("Piet 0182-123456", ""),
        ("Kees 06 1234", ""),
        ("geen idee", ""),
    ],
)
def test_a_number_that_takes_texts_is_found_in_what_somebody_wrote(
    written: str, number: str
) -> None:
    assert Volunteer("a", (), {}, written).mobile == number
