"""A questionnaire on paper: the same questions, codes and values as on the screen, in order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey_app.installation import Installation
from survey_app.questionnaire.definition import (
    Circumstances,
    Operator,
    Question,
    Questionnaire,
    Route,
)
from survey_app.questionnaire.routing import questions_for
from survey_app.settings_file import OrganisationSettings
from survey_app.texts.start_text import PAPER_LINES, start_lines
from survey_app.typesetting import document_templates

BACKGROUND = "ACHTERGROND"
# The letter code as it is printed in letters: XXXX-XXXXX-XXXXX.
CODE_GROUPS = (4, 5, 5)
LINES_FOR_TEXT = 4


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


def paper_questions(questionnaire: Questionnaire) -> list[PaperQuestion]:
    """Every question, numbered as printed, with its condition in words."""
    numbers = {one.code: place for place, one in enumerate(questionnaire.questions, start=1)}
    first = next((one.code for one in questionnaire.questions if one.home == BACKGROUND), "")
    return [
        PaperQuestion(
            number=numbers[one.code],
            question=one,
            condition=_condition(questionnaire, one.route, numbers),
            begins_background=one.code == first,
        )
        for one in questionnaire.questions
    ]


def paper_html(
    installation: Installation, questionnaire: Questionnaire, settings: OrganisationSettings
) -> str:
    """The page that is typeset."""
    asked = on_paper(questionnaire, settings)
    texts = installation.catalogue.interface
    return (
        document_templates()
        .get_template("report/paper.html")
        .render(
            questionnaire=asked,
            settings=settings,
            lines=start_lines(texts, asked, settings, PAPER_LINES),
            heading=texts["start.heading"],
            hint_open=texts["question.hint_open"],
            questions=paper_questions(asked),
            code_groups=CODE_GROUPS,
            text_lines=LINES_FOR_TEXT,
            address=[line for line in settings.address.splitlines() if line.strip()],
            synthetic=installation.config.synthetic,
        )
    )


def _condition(
    questionnaire: Questionnaire, route: Route | None, numbers: Mapping[str, int]
) -> str:
    if route is None:
        return ""
    parent = questionnaire.question(route.question)
    chosen = [f"‘{one.text}’" for one in parent.options if one.value in route.values]
    return _CONDITIONS[route.operator](numbers[route.question], " of ".join(chosen))


_CONDITIONS: Mapping[Operator, Callable[[int, str], str]] = {
    "is": lambda number, chosen: f"Alleen als u bij vraag {number} koos voor {chosen}.",
    "is_not": lambda number, chosen: f"Niet als u bij vraag {number} koos voor {chosen}.",
    "is_provider": lambda number, chosen: f"Alleen als u bij vraag {number} koos voor {chosen}.",
}
