"""The questions behind a cell with their literal wording and results, ready to lay out."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.evaluation.edition.records import EditionQuestion, EditionTable
from survey_app.evaluation.table1.presentation import Plot, plot_of
from survey_app.evaluation.wording import decimal, percent
from survey_app.questionnaire.definition import Catalogue, Question
from survey_app.questionnaire.providers import adapt

FROM_BAD_TO_GOOD = (1, 2, 3, 4, 5)  # the values of a five-point scale
BANDS = ("Heel slecht", "Slecht", "Gaat wel", "Goed", "Heel goed")  # of the mean of a person
GRADES = ("1 of 2", "3 of 4", "5 of 6", "7 of 8", "9 of 10")  # a rapportcijfer in five bands


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a distribution: its word, number and length on 0-100."""

    word: str
    number: int
    length: float


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """One question as it was asked, with its result where that may be shown."""

    code: str
    text: str
    explanation: str
    answers: str
    score: str
    n: str
    plot: Plot | None
    unknown: str
    bars: tuple[Bar, ...]
    asked: bool  # False: gave way to the maximum, so that nobody got it


@dataclass(frozen=True, slots=True)
class ShownQuestionnaire:
    """The wording of one questionnaire: what was asked, and what gave way to its maximum."""

    code: str
    title: str
    moment: str
    questions: tuple[ShownQuestion, ...]
    given_way: tuple[ShownQuestion, ...]


def cell_questions(
    table: EditionTable, catalogue: Catalogue, cell: str
) -> tuple[ShownQuestion, ...]:
    """The questions of a cell in order; none for a cell of figures."""
    told = table.cells[cell]
    if told.questionnaire is None:
        return ()
    results = {result.code: result for result in told.questions}
    codes = catalogue.framework.cell(cell).questions
    found = _questions(table, catalogue, told.questionnaire)
    return tuple(
        _view(found[code], results.get(code), code not in table.never_asked)
        for code in codes
        if code in found
    )


def cell_distribution(table: EditionTable, catalogue: Catalogue, cell: str) -> tuple[Bar, ...]:
    """How the scores of a cell are spread over five bands, best first; none where not shown.

    A cell of one question has the spread of that question, which stands below it.
    """
    told = table.cells.get(cell)
    if told is None or told.questionnaire is None or not told.distribution:
        return ()
    codes = catalogue.framework.cell(cell).questions
    if len(codes) < 2:
        return ()
    asked = _questions(table, catalogue, told.questionnaire)
    marks = any(asked[one].scale == "R10" for one in codes)
    return _bars(GRADES if marks else BANDS, told.distribution)


def wordings(table: EditionTable, catalogue: Catalogue) -> tuple[ShownQuestionnaire, ...]:
    """The literal questions of every questionnaire that feeds Tabel 1."""
    used = {cell.questionnaire for cell in table.cells.values()}
    found = []
    for row in table.responses():
        if row.questionnaire in used:
            scored = [
                _view(question, None, question.code not in table.never_asked)
                for question in _questions(table, catalogue, row.questionnaire).values()
                if question.cells
            ]
            found.append(
                ShownQuestionnaire(
                    row.questionnaire,
                    row.title,
                    row.moment,
                    tuple(one for one in scored if one.asked),
                    tuple(one for one in scored if not one.asked),
                )
            )
    return tuple(found)


def bars_of(question: Question, distribution: Sequence[int] | None) -> tuple[Bar, ...]:
    """The distribution as bars in the question's own words, best judgement first; else empty."""
    return () if distribution is None else _bars(_bands(question), distribution)


def _bars(words: tuple[str, ...], numbers: Sequence[int]) -> tuple[Bar, ...]:
    most = max(numbers) or 1
    pairs = list(zip(words, numbers, strict=True))
    return tuple(Bar(word, n, round(100 * n / most, 1)) for word, n in reversed(pairs))


def _bands(question: Question) -> tuple[str, ...]:
    if question.scale == "R10":
        return GRADES
    words = {option.value: option.text for option in question.options}
    return tuple(words[value] for value in FROM_BAD_TO_GOOD)


def _questions(
    table: EditionTable, catalogue: Catalogue, questionnaire: str
) -> dict[str, Question]:
    version = table.versions[questionnaire]
    asked = adapt(
        catalogue.questionnaire(questionnaire, version),
        table.wave.providers,
        table.wave.provider_example,
    )
    return {question.code: question for question in asked.questions}


def _view(question: Question, result: EditionQuestion | None, asked: bool) -> ShownQuestion:
    shown = result if result is not None and result.n is not None else None
    answers = [option.text for option in question.options]
    return ShownQuestion(
        code=question.code,
        text=question.text,
        explanation=question.explanation,
        answers=" · ".join(answers)
        if question.scale != "R10"
        else "1 (heel slecht) … 10 (heel goed)",
        score=decimal(shown.mean) if shown else "",
        n=str(shown.n) if shown else "",
        plot=plot_of(shown.mean) if shown else None,
        unknown=percent(shown.share_unknown) if shown else "",
        bars=bars_of(question, shown.distribution) if shown else (),
        asked=asked,
    )
