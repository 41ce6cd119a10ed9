"""A text that seems to hold personal data: asked once, stored always, never refused."""

import pytest

from tests.respond.conftest import Fieldwork, NewRespondent, Respondent

ASK = "Er lijkt een naam, nummer of adres in uw antwoord te staan."
TEXT = "Bel mij op 06-12345678"


def at_text_box(fieldwork: Fieldwork, someone: NewRespondent, code: str = "K5-POST") -> Respondent:
    person = someone().start(fieldwork.invite(code).token)
    while person.html.textarea is None:
        fields = person.html.select("[name=answer]")
        person.answer(str(fields[0]["value"]) if fields[0].get("value") else ["1"] * len(fields))
    return person


def asks(person: Respondent) -> bool:
    box = person.html.select_one(".ts-personal")
    return box is not None and not box.has_attr("hidden")


def test_a_number_is_asked_about_once_and_may_stay(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone)
    assert not asks(person)
    question = person.path
    person.answer(TEXT)
    assert (person.path, asks(person)) == (question, True)
    assert ASK in person.words
    assert [one.get_text() for one in person.html.select(".ts-personal li")] == ["06-12345678"]
    assert person.html.textarea is not None
    assert person.html.textarea.get_text().strip() == TEXT
    person.press("Nee, zo laten", answer=TEXT)
    assert person.path != question
    person.open(question).answer(TEXT)
    assert person.path != question


def test_the_text_is_stored_before_the_question_is_asked(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone).answer(TEXT)
    person.open("/start").open("/controle").answer_all()
    person.press("Verstuur")
    [sent] = fieldwork.submissions()
    assert TEXT in sent.answers.values()


def test_another_text_is_asked_about_again_and_a_clean_one_never(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone)
    question = person.path
    person.answer(TEXT).answer("Mail sam@voorbeeld.nl")
    assert (person.path, asks(person)) == (question, True)
    person.answer("Dat ging goed")
    assert person.path != question


def test_what_the_browser_asked_is_not_asked_again(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone)
    question = person.path
    person.press("Volgende", answer=TEXT, asked="1")
    assert person.path != question


def test_the_question_stays_in_another_size_of_text(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone).answer(TEXT)
    person.press("Groter")
    assert asks(person)
    assert TEXT in person.words


@pytest.mark.parametrize(
    ("code", "reader"),
    [
        ("K5-POST", "Uw contactpersoon leest dit niet"),
        ("W1-PRE", "zonder naam van u of uw bedrijf"),
        ("O-JAAR", "Een lezer kan u misschien herkennen"),
        ("G-ZELF", "Uw leidinggevende leest dit niet"),
        ("HALFJAAR", "De mensen van de gemeente die u kunnen bellen"),
    ],
)
def test_each_text_box_says_who_reads_it(
    code: str, reader: str, fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone, code)
    assert reader in person.words
    box = person.html.textarea
    assert box is not None
    assert "readers" in str(box["aria-describedby"])


def test_where_a_name_belongs_nothing_is_asked(
    fieldwork: Fieldwork, someone: NewRespondent
) -> None:
    person = at_text_box(fieldwork, someone, "HALFJAAR")
    question = person.path
    person.answer(TEXT)
    assert person.path != question
