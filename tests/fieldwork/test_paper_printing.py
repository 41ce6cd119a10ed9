"""Paper: every questionnaire printed in every language, with the same codes and values."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from survey_app.config import QUESTIONNAIRES
from survey_app.documents.pdf import render_pdf
from survey_app.errors import BadInput
from survey_app.fieldwork.paper.queries import printable
from survey_app.fieldwork.paper.sheet import on_paper, paper_html, paper_questions
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import Catalogue
from survey_app.texts.translations import LANGUAGES, Translations, load_translations
from tests.services.page_check import parsed
from tests.services.product import submit_form

SETTINGS = OrganisationSettings(
    slug="",
    name="Gemeente Waddinxveen",
    address="Antwoordnummer 1\n2740 VB Waddinxveen",
    providers=("Werkkracht", "Stap <voor> Stap"),
)
# What each language is written with, in the answers to be crossed.
LETTERS = {"ar": "[\u0600-\u06ff]", "uk": "[\u0400-\u04ff]", "ti": "[\u1200-\u137f]"}
FONTS = {"ar": "Noto-Sans-Arabic", "ti": "Noto-Sans-Ethiopic"}


@pytest.fixture(scope="module")
def translations(catalogue: Catalogue) -> Translations:
    return load_translations(QUESTIONNAIRES / "translations", catalogue, offer_drafts=True)


def page_of(catalogue: Catalogue, translations: Translations, code: str, language: str) -> str:
    return paper_html(catalogue.latest(code), SETTINGS, translations, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_questionnaire_prints_all_its_questions_codes_and_values_in_every_language(
    language: str, catalogue: Catalogue, translations: Translations
) -> None:
    for questionnaire in printable(catalogue):
        asked = on_paper(questionnaire, SETTINGS)
        html = page_of(catalogue, translations, questionnaire.code, language)
        page = BeautifulSoup(html, "html.parser")
        printed = page.select(".question")
        assert len(printed) == len(asked.questions)
        for section, question in zip(printed, asked.questions, strict=True):
            words = [quiet.get_text() for quiet in section.select(".quiet")]
            assert words == [question.code, *(str(value) for value in question.values)]
            assert len(section.select(".box")) == len(question.options)
        assert "2740 VB Waddinxveen" in page.get_text()
        assert not re.search(r"\{\w+\}", page.get_text())
        boxes = 0 if questionnaire.code == "U-SELECTIE" else 14
        assert len(page.select(".code__box")) == boxes


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_is_all_in_its_language_and_says_so(
    language: str, catalogue: Catalogue, translations: Translations
) -> None:
    html = page_of(catalogue, translations, "K3-TIJDENS", language)
    page = BeautifulSoup(html, "html.parser")
    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == (language, LANGUAGES[language][1])
    for item in [*page.select(".options li"), *page.select("h2"), *page.select(".how p")]:
        assert re.search(LETTERS.get(language, "[A-Za-z]"), item.get_text())
    said = page.get_text(" ", strip=True)
    dutch = [text for text in ("Hoe goed", "Zet een kruisje", "Klaar?", "Over u") if text in said]
    assert bool(dutch) == (language == "nl")


def test_names_in_dutch_are_marked_as_dutch_and_escaped(
    catalogue: Catalogue, translations: Translations
) -> None:
    html = page_of(catalogue, translations, "U-SELECTIE", "ar")
    assert "Stap &lt;voor&gt; Stap" in html
    page = BeautifulSoup(html, "html.parser")
    dutch = {one.get_text(" ", strip=True) for one in page.select("[lang=nl]")}
    assert {"Gemeente Waddinxveen", "Werkkracht", "Stap <voor> Stap"} <= dutch


def test_paper_begins_with_the_start_text_and_ends_clients_with_the_background(
    catalogue: Catalogue, translations: Translations
) -> None:
    html = page_of(catalogue, translations, "K3-TIJDENS", "nl")
    page = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    assert "Meedoen is vrijwillig." in page
    assert "geen gevolgen voor uw uitkering" in page
    assert "ook op papier" not in page
    assert page.index("Over u") > page.index("De vragen")
    assert "Alleen als u bij vraag 10 koos voor ‘Ja, ik wil deze vraag beantwoorden’." in page


def test_an_open_question_warns_as_on_the_screen_and_says_it_once(
    catalogue: Catalogue, translations: Translations
) -> None:
    pages = [page_of(catalogue, translations, one.code, "nl") for one in printable(catalogue)]
    open_ones = [
        section.get_text(" ", strip=True)
        for page in pages
        for section in BeautifulSoup(page, "html.parser").select(".question:has(.write)")
    ]
    assert len(open_ones) > 3
    warned = [text for text in open_ones if "Schrijf niets over uw gezondheid" in text]
    assert len(warned) == len([text for text in open_ones if "Schrijf geen namen op" in text])
    assert all(text.count("Schrijf geen namen op") == 1 for text in warned)


def test_questions_about_a_contract_say_that_they_are_for_who_has_one(
    catalogue: Catalogue, translations: Translations
) -> None:
    html = page_of(catalogue, translations, "O-JAAR", "nl")
    said = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    about = [one for one in catalogue.latest("O-JAAR").questions if one.when == "contract"]
    assert said.count("Alleen als u een contract heeft met de gemeente.") == len(about) > 0


@pytest.mark.parametrize(
    ("code", "said", "unsaid"),
    [
        ("HALFJAAR", "Aan de code ziet de gemeente van wie dit formulier is.", "Schrijf uw naam"),
        ("HALFJAAR", "De gemeente ziet deze antwoorden wel.", "Daarin staat niet wie u bent"),
        ("U-SELECTIE", "Uw naam en nummer gebruiken wij alleen hiervoor.", "in uw brief een code"),
        ("U-SELECTIE", "Wij wissen ze daarna.", "Daarin staat niet wie u bent"),
    ],
)
def test_a_form_that_is_not_anonymous_does_not_promise_that_it_is(
    code: str, said: str, unsaid: str, catalogue: Catalogue, translations: Translations
) -> None:
    page = BeautifulSoup(page_of(catalogue, translations, code, "nl"), "html.parser")
    text = page.get_text(" ", strip=True)
    assert said in text
    assert unsaid not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_condition_names_the_question_and_answer_that_it_depends_on(
    language: str, catalogue: Catalogue, translations: Translations
) -> None:
    source = translations.in_language(catalogue.latest("W3-TIJDENS"), language)
    asked = on_paper(source, SETTINGS)
    texts = translations.languages[language].texts
    conditions = [one for one in paper_questions(asked, texts) if one.condition]
    assert len(conditions) == sum(one.route is not None for one in asked.questions) > 0
    for one in conditions:
        assert one.question.route is not None
        parent = asked.question(one.question.route.question)
        chosen = [o.text for o in parent.options if o.value in one.question.route.values]
        assert all(f"‘{text}’" in one.condition for text in chosen)
        assert str(asked.codes.index(parent.code) + 1) in one.condition


def test_a_language_that_is_only_a_draft_is_refused_outside_the_demonstration(
    catalogue: Catalogue,
) -> None:
    real = load_translations(QUESTIONNAIRES / "translations", catalogue, offer_drafts=False)
    with pytest.raises(BadInput, match="cannot be printed in 'ar'; use nl"):
        page_of(catalogue, real, "K3-TIJDENS", "ar")


@pytest.mark.parametrize("language", ["nl", "ar", "ti"])
def test_the_pdf_is_tagged_in_its_language_with_the_letters_it_needs(
    language: str, catalogue: Catalogue, translations: Translations
) -> None:
    content = render_pdf(page_of(catalogue, translations, "K1-PRE", language))
    with pikepdf.open(io.BytesIO(content)) as document:
        assert str(document.Root.Lang) == language
        assert document.Root.MarkInfo.Marked
        fonts = {
            str(font.get("/BaseFont", ""))
            for page in document.pages
            for font in page.Resources.Font.values()
        }
        tags = {str(one["/S"]) for one in elements(document.Root.StructTreeRoot)}
    assert language not in FONTS or any(FONTS[language] in font for font in fonts), fonts
    assert not [font for font in fonts if "Noto" not in font], fonts  # nothing fell back
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI"} <= tags


def elements(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Every structure element below this one."""
    kids = element.get("/K")
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [deeper for kid in found for deeper in (kid, *elements(kid))]


def test_the_fieldworker_downloads_a_pdf_in_the_language_of_choice(
    fieldworker: FlaskClient, wave_id: str
) -> None:
    page = fieldworker.get("/veldwerk/papier")
    assert parsed(page).select("select") == []  # outside the demonstration: Dutch, as checked
    answer = submit_form(fieldworker, page, "Druk af (pdf) van K3-TIJDENS", {})
    assert answer.mimetype == "application/pdf"
    assert "K3-TIJDENS-nl.pdf" in answer.headers["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        assert "K3-TIJDENS" in str(document.docinfo.Title)
    for taal in ("ar", "xx", '"'):
        query = {"taal": taal}
        refused = fieldworker.get(f"/veldwerk/papier/{wave_id}/K3-TIJDENS.pdf", query_string=query)
        assert refused.status_code == 404


def test_the_command_writes_the_pdf_of_the_only_organisation(
    environment: dict[str, str], wave: str, tmp_path: Path
) -> None:
    out = tmp_path / "papier" / "k3.pdf"
    program = [sys.executable, "-m", "survey_app.cli", "paper", "--out", str(out)]
    surroundings = {**os.environ, **environment, "TRAJECTSPIEGEL_SYNTHETIC": "1"}
    subprocess.run(
        [*program, "--questionnaire", "k3-tijdens", "--language", "ti"],
        env=surroundings,
        check=True,
    )
    with pikepdf.open(out) as document:
        assert str(document.Root.Lang) == "ti"
    for wrong, words in (
        (["--questionnaire", "K9"], "K3-TIJDENS"),
        (["--questionnaire", "K3-TIJDENS", "--language", "fr"], "use nl, en, ar, uk, tr, ti"),
    ):
        refused = subprocess.run(
            [*program, *wrong], env=surroundings, check=False, capture_output=True, text=True
        )
        assert refused.returncode == 1
        assert words in refused.stderr
