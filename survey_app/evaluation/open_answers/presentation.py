"""Open answers on the screen: one for a reviewer, themes and quotes for evaluators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_app.evaluation.open_answers.covering import Piece, covered_text, pieces
from survey_app.evaluation.open_answers.services import state_of
from survey_app.evaluation.open_answers.summary import ReadSoFar
from survey_app.evaluation.open_answers.words import LABELS, LANGUAGES, THEMES
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
    asked = {} if version is None else {answer.questionnaire: version}
    title, question = question_words(catalogue, answer.questionnaire, answer.question, asked)
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
    catalogue: Catalogue, questionnaire: str, question: str, versions: Mapping[str, int]
) -> tuple[str, str]:
    """The title of the questionnaire and the text of the question; the code where it is gone."""
    try:
        asked = catalogue.frozen(questionnaire, versions)
        return asked.title, asked.question(question).text
    except (UnknownQuestion, UnknownQuestionnaire):
        return questionnaire, question


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A theme with the number of answers per class; None where it is below the minimum."""

    name: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ShownQuestionnaire:
    """What evaluators see of the open answers of one questionnaire."""

    code: str
    title: str
    total: int
    reviewed: int
    themes: tuple[ShownTheme, ...]
    quotes: tuple[tuple[str, tuple[str, ...]], ...]  # question, what people said


def shown_questionnaires(
    read: Mapping[str, ReadSoFar],
    told: Iterable[str],
    catalogue: Catalogue,
    versions: Mapping[str, int],
) -> tuple[ShownQuestionnaire, ...]:
    """Those of which the edition tells how many answers there are; `versions` as asked."""
    return tuple(
        _questionnaire(code, read[code], catalogue, versions) for code in told if code in read
    )


def _questionnaire(
    code: str, read: ReadSoFar, catalogue: Catalogue, versions: Mapping[str, int]
) -> ShownQuestionnaire:
    themes = [
        ShownTheme(THEMES[theme], tuple(counts.get(label) for label in LABELS))
        for theme, counts in read.themes.items()
    ]
    questions = dict.fromkeys(quote.question for quote in read.quotes)
    asked = {one: question_words(catalogue, code, one, versions) for one in questions}
    return ShownQuestionnaire(
        code=code,
        title=catalogue.frozen(code, versions).title,
        total=read.total,
        reviewed=read.reviewed,
        themes=tuple(sorted(themes, key=lambda one: -sum(n or 0 for n in one.counts))),
        quotes=tuple(
            (words, tuple(one.text for one in read.quotes if one.question == question))
            for question, (_, words) in asked.items()
        ),
    )
