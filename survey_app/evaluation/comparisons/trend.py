"""This wave against an earlier one, cell by cell (method.md D.7)."""

from analysis.comparisons.published import ShownTrend, shown_trend
from analysis.comparisons.waves import WaveCell, wave_trends
from analysis.estimates.welch import summary
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.questionnaire.definition import Question


def wave_trend(before: WaveData, now: WaveData) -> tuple[ShownTrend, ...]:
    """Every cell that both waves ask; tested together per party where the questions are the same.

    Answers of one person in two waves are not joined: the consent is about start and end of one
    trajectory, so the difference is always that of two groups of people.
    """
    shared = [code for code in now.cells if code in before.cells]
    broken = {code for code in shared if _asked(before, code) != _asked(now, code)}
    cells = [
        WaveCell(code, summary(before.cells[code].everybody), summary(now.cells[code].everybody))
        for code in shared
        if code not in broken
    ]
    tested = dict(
        zip([cell.code for cell in cells], wave_trends(cells, now.parameters), strict=True)
    )
    shown = {
        cell.code: shown_trend(
            cell,
            tested[cell.code],
            (before.cells[cell.code].everybody, now.cells[cell.code].everybody),
            now.parameters,
        )
        for cell in cells
    }
    return tuple(shown.get(code) or ShownTrend(code, series_broken=True) for code in shared)


def _asked(wave: WaveData, cell: str) -> tuple[object, ...]:
    """What makes a question the same question: its words, its scale and its answers in order."""
    return tuple(_wording(question) for question in wave.sources[cell].questions)


def _wording(question: Question) -> tuple[object, ...]:
    options = tuple((option.value, option.text) for option in question.options)
    return question.code, question.text, question.explanation, question.scale, options
