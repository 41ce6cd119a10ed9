"""The questions behind a cell with their literal wording and results, ready to lay out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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
    content: Mapping[str, Any], catalogue: Catalogue, cell: str
) -> tuple[ShownQuestion, ...]:
    """The questions of a cell in order; none for a cell of figures."""
    record = content["cells"][cell]
    if record["questionnaire"] is None:
        return ()
    results = {result["code"]: result for result in record.get("questions") or []}
    codes = catalogue.framework.cell(cell).questions
    found = _questions(content, catalogue, record["questionnaire"])
    asked = _asked(content)
    return tuple(
        _view(found[code], results.get(code), asked(code)) for code in codes if code in found
    )


def cell_distribution(
    content: Mapping[str, Any], catalogue: Catalogue, cell: str
) -> tuple[Bar, ...]:
    """How the scores of a cell are spread over five bands, best first; none where not shown.

    A cell of one question has the spread of that question, which stands below it.
    """
    record = content["cells"].get(cell, {})
    codes = catalogue.framework.cell(cell).questions if record else ()
    if len(codes) < 2 or not record.get("distribution"):
        return ()
    asked = _questions(content, catalogue, record["questionnaire"])
    marks = any(asked[one].scale == "R10" for one in codes)
    return _bars(GRADES if marks else BANDS, record["distribution"])


def wordings(content: Mapping[str, Any], catalogue: Catalogue) -> tuple[ShownQuestionnaire, ...]:
    """The literal questions of every questionnaire that feeds Tabel 1."""
    used = {cell["questionnaire"] for cell in content["cells"].values() if cell["questionnaire"]}
    found, was_asked = [], _asked(content)
    for row in [row for party in content["account"] for row in party["rows"]]:
        if row["questionnaire"] in used:
            asked = _questions(content, catalogue, row["questionnaire"])
            scored = [
                _view(question, None, was_asked(question.code))
                for question in asked.values()
                if question.cells
            ]
            found.append(
                ShownQuestionnaire(
                    row["questionnaire"],
                    row["title"],
                    row["moment"],
                    tuple(one for one in scored if one.asked),
                    tuple(one for one in scored if not one.asked),
                )
            )
    return tuple(found)


def bars_of(question: Question, distribution: list[int] | None) -> tuple[Bar, ...]:
    """The distribution as bars in the question's own words, best judgement first; else empty."""
    return () if distribution is None else _bars(_bands(question), distribution)


def _bars(words: tuple[str, ...], numbers: list[int]) -> tuple[Bar, ...]:
    most = max(numbers) or 1
    pairs = list(zip(words, numbers, strict=True))
    return tuple(Bar(word, n, round(100 * n / most, 1)) for word, n in reversed(pairs))


def _bands(question: Question) -> tuple[str, ...]:
    if question.scale == "R10":
        return GRADES
    words = {option.value: option.text for option in question.options}
    return tuple(words[value] for value in FROM_BAD_TO_GOOD)


def _questions(
    content: Mapping[str, Any], catalogue: Catalogue, questionnaire: str
) -> dict[str, Question]:
    version = content["versions"][questionnaire]
    wave = content["wave"]
    asked = adapt(
        catalogue.questionnaire(questionnaire, version),
        tuple(wave["providers"]),
        wave["provider_example"],
    )
    return {question.code: question for question in asked.questions}


def _asked(content: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether anybody got a question; editions of before do not say so, and then it counts."""
    never = frozenset(content.get("not_asked", ()))
    return lambda code: code not in never


def _view(question: Question, result: Mapping[str, Any] | None, asked: bool) -> ShownQuestion:
    shown = result if result is not None and result["n"] is not None else None
    answers = [option.text for option in question.options]
    return ShownQuestion(
        code=question.code,
        text=question.text,
        explanation=question.explanation,
        answers=" · ".join(answers)
        if question.scale != "R10"
        else "1 (heel slecht) … 10 (heel goed)",
        score=decimal(shown["mean"]) if shown else "",
        n=str(shown["n"]) if shown else "",
        plot=plot_of(shown) if shown else None,
        unknown=percent(shown["share_unknown"]) if shown else "",
        bars=bars_of(question, shown["distribution"]) if shown else (),
        asked=asked,
    )
