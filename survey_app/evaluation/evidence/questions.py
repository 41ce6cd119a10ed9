"""One question as evidence: its mean 0-10 or the shares of its answers, from ten answers on."""

from analysis.disclosure import visibility
from analysis.published import published_cell
from analysis.scales import Pattern
from analysis.shares import published_shares
from analysis.table import CellCounts
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.evaluation.evidence.records import (
    FEW,
    NONE,
    NOT_ASKED,
    OPEN_TEXT,
    SEVERAL,
    Evidence,
)
from survey_app.questionnaire.definition import Question

KIND = "vraag"
JUDGED_AS = {"SQ": "SQ", "R10": "R10"}
WITHOUT_FIGURE = {"open": OPEN_TEXT, "numbers": OPEN_TEXT, "multiple": SEVERAL}


def question_evidence(wave: WaveData, question: Question) -> Evidence:
    """What a question says by itself; item level is only shown with ten answers (D.4 rule 2)."""
    if question.kind in WITHOUT_FIGURE:
        return Evidence(KIND, question.code, reason=WITHOUT_FIGURE[question.kind])
    if question.drop and question.code not in wave.values and wave.values:
        return Evidence(KIND, question.code, reason=NOT_ASKED)
    given = {int(v): n for v, n in wave.values.get(question.code, {}).items() if v.isdecimal()}
    if question.scale in JUDGED_AS or question.cells:
        return _judgement(wave, question, given)
    return _shares(wave, question, given)


def _judgement(wave: WaveData, question: Question, given: dict[int, int]) -> Evidence:
    scale = JUDGED_AS.get(question.scale, "SQ")
    patterns: dict[Pattern, int] = {(value,): n for value, n in given.items()}
    counts = CellCounts(question.code, (question.code,), (scale,), patterns, None)
    found = published_cell(counts, wave.parameters)
    if not found.n or found.mean is None:
        return Evidence(KIND, question.code, reason=NONE if found.n == 0 else FEW)
    if not visibility(found.n, wave.parameters).has_distribution:
        return Evidence(KIND, question.code, reason=FEW)
    mean = round(found.mean, 1) if found.share_bound else found.mean
    return Evidence(KIND, question.code, mean, n=found.n, light=found.light.colour)


def _shares(wave: WaveData, question: Question, given: dict[int, int]) -> Evidence:
    told = [option.value for option in question.options if not option.apart]
    numbers = {str(value): given.get(value, 0) for value in told}
    n = sum(numbers.values())
    shares = published_shares(numbers, wave.parameters)
    if not shares:
        return Evidence(KIND, question.code, reason=FEW if n else NONE)
    value = {answer: one.share for answer, one in shares.items()}
    return Evidence(KIND, question.code, value, n=n)
