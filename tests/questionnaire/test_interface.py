"""The fixed texts are literally those of the method (C.3)."""

import string

import pytest

START = (
    "Wij willen weten hoe u de hulp van de gemeente vindt. Meedoen is vrijwillig. U hoeft niet mee "
    "te doen. Uw antwoorden hebben geen gevolgen voor uw uitkering of uw hulp. Uw contactpersoon "
    "ziet uw antwoorden niet. Wij maken er een rapport van. Daarin staat niet wie u bent. Het kost "
    "ongeveer 5 minuten. U kunt een vraag overslaan. U mag altijd stoppen. Wilt u hulp? Bel "
    "0182 123456. U kunt de vragen ook op papier krijgen, of ons de vragen laten voorlezen."
)
START_NEEDS = (
    "Deze vragen zijn vrijwillig. Niet meedoen heeft geen gevolgen voor uw uitkering. Zegt u dat u "
    "iets wilt doen? Dan kan de gemeente u bellen voor een gesprek. De gemeente ziet deze "
    "antwoorden wel."
)
BACKGROUND = (
    "De volgende vraag gaat over uw gezondheid of uw achtergrond. Wij gebruiken het antwoord "
    "alleen om te zien of de hulp voor iedereen goed is. U hoeft de vraag niet te beantwoorden."
)
LINKING = (
    "Mogen wij uw antwoorden van nu later naast uw antwoorden aan het eind leggen? Dan zien wij of "
    "het ging zoals u dacht. Wij doen dat met een code, niet met uw naam."
)
FIXED = {
    "question.hint_open": "Schrijf geen namen op. Schrijf niets over uw gezondheid als u dat niet "
    "wilt.",
    "end.sent": "Dank u wel. Uw antwoorden zijn verstuurd.",
    "recontact.text": "Wilt u meer vertellen? Wij zoeken mensen voor een gesprek van ongeveer 30 "
    "minuten, per telefoon. Meedoen is vrijwillig en heeft geen gevolgen voor uw uitkering. Wij "
    "kiezen een mix van mensen. Misschien bellen wij u dus niet. Uw naam en nummer gebruiken wij "
    "alleen hiervoor. Wij wissen ze daarna.",
    "recontact.yes": "Ja, ik wil meedoen",
    "recontact.not_chosen": "U gaf u op voor een gesprek. Wij hebben nu genoeg mensen. Dank u wel. "
    "Wij hebben uw gegevens gewist.",
    "button.begin": "Begin",
    "button.read_aloud": "Lees voor",
    "button.larger": "Groter",
    "button.other_language": "Andere taal",
    "button.skip": "Overslaan",
    "button.back": "Terug",
    "button.stop": "Stop en verstuur niets",
    "question.progress": "Vraag {number} van {total}",
}
PARTS = ("why", "voluntary", "no_effect", "privacy", "time", "skip", "help", "other_ways")


def whole(question):
    return f"{question.text} {question.explanation}"


def test_the_start_text_for_clients_is_the_literal_text_of_the_method(catalogue):
    text = " ".join(catalogue.interface[f"start.C.{part}"] for part in PARTS)
    assert text.format(minutes=5, phone="0182 123456") == START


def test_the_half_yearly_questions_say_that_the_municipality_sees_them(catalogue):
    parts = ("voluntary", "no_effect", "privacy")
    assert " ".join(catalogue.interface[f"start.needs.{p}"] for p in parts) == START_NEEDS


def test_both_consents_are_the_literal_texts_of_the_method(catalogue):
    background = catalogue.latest("ACHTERGROND").question("T-B1")
    linking = catalogue.latest("K2-AANVANG").question("T-LINK")
    assert whole(background) == BACKGROUND
    assert [o.text for o in background.options] == [
        "Ja, ik wil deze vraag beantwoorden",
        "Overslaan",
    ]
    assert whole(linking) == LINKING
    assert [o.text for o in linking.options] == ["Ja", "Nee"]
    assert catalogue.latest("W2-AANVANG").question("T-LINK").text == linking.text


@pytest.mark.parametrize(("key", "text"), FIXED.items())
def test_the_fixed_texts_and_buttons_are_those_of_the_method(catalogue, key, text):
    assert catalogue.interface[key] == text


@pytest.mark.parametrize("party", ["C", "W", "O", "G"])
def test_every_party_has_a_complete_start_text(catalogue, party):
    assert all(catalogue.interface[f"start.{party}.{part}"] for part in PARTS)


def test_every_place_in_braces_is_a_plain_english_name(catalogue):
    for key, text in catalogue.interface.items():
        for _, name, form, conversion in string.Formatter().parse(text):
            assert name is None or (name.isascii() and name.isidentifier()), key
            assert (form or "", conversion) == ("", None), key
