"""One open answer as the reviewer's screen shows it."""

from dataclasses import dataclass

from survey_app.evaluation.open_answers.covering import Piece, covered_text, pieces
from survey_app.evaluation.open_answers.queries import Progress
from survey_app.evaluation.open_answers.services import state_of
from survey_app.evaluation.open_answers.words import LANGUAGES
from survey_app.models import OpenAnswer
from survey_app.questionnaire.definition import Catalogue, UnknownQuestion, UnknownQuestionnaire

DUTCH = "nl"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the screen; without a text only the approved quote is left."""

    id: str
    questionnaire: str
    question: str
    pieces: tuple[Piece, ...]
    covered: bool
    opened: bool
    language: str  # empty for Dutch
    label: str
    proposed: str  # the class that the word lists propose
    themes: tuple[str, ...]
    quote: str
    draft: str
    reviewed: bool
    has_text: bool
    seen: str


def shown_answer(
    answer: OpenAnswer, catalogue: Catalogue, version: int | None, opened: bool = False
) -> Shown:
    """The answer with what is marked covered, unless it was opened for a reason."""
    title, question = question_words(catalogue, answer.questionnaire, answer.question, version)
    text = answer.original or ""
    return Shown(
        id=answer.id,
        questionnaire=title,
        question=question,
        pieces=pieces(text, answer.marks, opened),
        covered=bool(answer.marks),
        opened=opened,
        language="" if answer.language == DUTCH else LANGUAGES.get(answer.language, ""),
        label=answer.label or answer.proposed_label or "",
        proposed=answer.proposed_label or "",
        themes=answer.themes,
        quote=answer.quote or "",
        draft=covered_text(text, answer.marks),
        reviewed=answer.reviewed_at is not None,
        has_text=answer.original is not None,
        seen=state_of(answer),
    )


def question_words(
    catalogue: Catalogue, questionnaire: str, question: str, version: int | None
) -> tuple[str, str]:
    """The title of the questionnaire and the text of the question; the code where it is gone."""
    try:
        asked = catalogue.latest(questionnaire)
        if version is not None:
            asked = catalogue.questionnaire(questionnaire, version)
        return asked.title, asked.question(question).text
    except (UnknownQuestion, UnknownQuestionnaire):
        return questionnaire, question


def place_in_line(progress: Progress, reviewed: bool) -> int:
    """Which answer of the wave this is: the next one, or the last one when it was read before."""
    return progress.reviewed + (0 if reviewed else 1)
