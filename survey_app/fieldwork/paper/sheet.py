"""A questionnaire on paper: the same questions, codes and values as on the screen, in order."""

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.documents.typesetting import document_templates
from survey_app.errors import BadInput
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import (
    Circumstances,
    Operator,
    Question,
    Questionnaire,
)
from survey_app.questionnaire.routing import questions_for
from survey_app.texts.start_text import PAPER_LINES, start_lines
from survey_app.texts.translations import SOURCE, Language, Translations, fill

BACKGROUND = "ACHTERGROND"
# The letter code as it is printed in letters: XXXX-XXXXX-XXXXX.
CODE_GROUPS = (4, 5, 5)
LINES_FOR_TEXT = 4
# Who offers to be interviewed writes that down apart from every invitation: no code belongs there.
WITHOUT_CODE = ("recontact",)


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """A question with its place and, where it is not for everybody, for whom it is."""

    number: int
    question: Question
    condition: str
    begins_background: bool


def on_paper(questionnaire: Questionnaire, settings: OrganisationSettings) -> Questionnaire:
    """The questionnaire as it is printed and keyed in: for anyone, and never linked."""
    circumstances = Circumstances(
        providers=settings.providers, provider_example=settings.provider_example
    )
    return questions_for(questionnaire, circumstances)


def paper_questions(questionnaire: Questionnaire, texts: Mapping[str, str]) -> list[PaperQuestion]:
    """Every question, numbered as printed, with its condition in the words of `texts`."""
    numbers = {one.code: place for place, one in enumerate(questionnaire.questions, start=1)}
    first = next((one.code for one in questionnaire.questions if one.home == BACKGROUND), "")
    return [
        PaperQuestion(
            number=numbers[one.code],
            question=one,
            condition=_condition(questionnaire, one, numbers, texts),
            begins_background=one.code == first,
        )
        for one in questionnaire.questions
    ]


def paper_language(
    translations: Translations, questionnaire: Questionnaire, language: str
) -> Language:
    """The language to print in. Raises BadInput when this questionnaire may not be shown in it."""
    offered = {one.code: one for one in translations.offered(questionnaire)}
    if language not in offered:
        raise BadInput(
            "{code} cannot be printed in {language!r}; use {offered}",
            code=questionnaire.code,
            language=language,
            offered=", ".join(offered),
        )
    return offered[language]


def paper_html(
    questionnaire: Questionnaire,
    settings: OrganisationSettings,
    translations: Translations,
    language: str = SOURCE,
    synthetic: bool = False,
) -> str:
    """The page that is typeset. Raises BadInput for a language that is not complete."""
    words = paper_language(translations, questionnaire, language)
    asked = on_paper(translations.in_language(questionnaire, language), settings)
    return (
        document_templates()
        .get_template("report/paper.html")
        .render(
            questionnaire=asked,
            settings=settings,
            language=words,
            t=words.texts,
            fill=fill,
            lines=_opening(words.texts, asked, settings),
            questions=paper_questions(asked, words.texts),
            code_groups=() if asked.store in WITHOUT_CODE else CODE_GROUPS,
            text_lines=LINES_FOR_TEXT,
            address=[line for line in settings.address.splitlines() if line.strip()],
            synthetic=synthetic,
        )
    )


def code_of_letter(questionnaire: Questionnaire) -> bool:
    """Whether a letter code may stand on this questionnaire."""
    return questionnaire.store not in WITHOUT_CODE


def _opening(
    texts: Mapping[str, str], asked: Questionnaire, settings: OrganisationSettings
) -> list[str]:
    """What stands above the questions: what we ask for, and what happens to the answers."""
    if asked.store == "recontact":
        help_line = fill(texts["page.help"], phone=settings.help_phone)
        return [texts["recontact.text"], help_line]
    return start_lines(texts, asked, settings, PAPER_LINES)


def _condition(
    questionnaire: Questionnaire,
    question: Question,
    numbers: Mapping[str, int],
    texts: Mapping[str, str],
) -> str:
    route = question.route
    if route is None:
        return texts["paper.only_contract"] if question.when == "contract" else ""
    parent = questionnaire.question(route.question)
    chosen = [f"‘{one.text}’" for one in parent.options if one.value in route.values]
    answers = f" {texts['paper.or']} ".join(chosen)
    text = texts[_CONDITIONS[route.operator]]
    return fill(text, number=numbers[route.question], answers=answers)


_CONDITIONS: Mapping[Operator, str] = {
    "is": "paper.only_if",
    "is_not": "paper.not_if",
    "is_provider": "paper.only_if",
}
