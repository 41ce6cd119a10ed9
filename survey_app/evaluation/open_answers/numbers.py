"""How many open answers there are, and what a reviewer has made of those read so far (D.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.disclosure import enough_open_answers
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.questionnaire.definition import Questionnaire

GIVEN = "given"


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """One questionnaire; `n` is None below the minimum for open answers."""

    n: int | None
    reviewed: int
    themes: Mapping[str, Mapping[str, int]]
    quotes: tuple[str, ...]


def open_answers(wave: WaveData) -> dict[str, OpenAnswers]:
    """Every questionnaire with an open question; none while answers still come in."""
    if not wave.closed:
        return {}
    asked = {one.code: _open_questions(one) for one in wave.questionnaires}
    return {
        code: _told(wave, code, _number(wave, questions))
        for code, questions in asked.items()
        if questions and wave.counts.responses.get(code)
    }


def _told(wave: WaveData, code: str, n: int | None) -> OpenAnswers:
    read = wave.open_answers.get(code)
    if n is None or read is None:
        return OpenAnswers(n, 0, {}, ())
    return OpenAnswers(n, read.reviewed, read.themes, tuple(one.text for one in read.quotes))


def _open_questions(questionnaire: Questionnaire) -> tuple[str, ...]:
    return tuple(one.code for one in questionnaire.questions if one.kind == "open")


def _number(wave: WaveData, questions: tuple[str, ...]) -> int | None:
    n = sum(wave.values.get(question, {}).get(GIVEN, 0) for question in questions)
    return n if enough_open_answers(n, wave.parameters) else None
