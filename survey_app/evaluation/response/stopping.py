"""Where people stopped: from counts per page to what may be published of a closed wave."""

from analysis.response.breakoff import BreakOff, break_off
from survey_app.evaluation.breakdowns.wave_data import WaveData
from survey_app.models import SENT
from survey_app.questionnaire.definition import Circumstances, Questionnaire
from survey_app.questionnaire.routing import questions_for


def break_offs(wave: WaveData) -> dict[str, BreakOff]:
    """Per questionnaire of which it may be told; nothing while answers still come in.

    A page that only some are asked says nothing by itself: who stopped there stopped before the
    next one that all are asked.
    """
    if not wave.closed:
        return {}
    found = {one.code: _break_off(wave, one) for one in wave.questionnaires}
    return {code: one for code, one in found.items() if one is not None}


def _break_off(wave: WaveData, questionnaire: Questionnaire) -> BreakOff | None:
    counted = wave.reached.get(questionnaire.code, {})
    circumstances = Circumstances(
        linked=wave.facts.mode == "linked",
        providers=wave.facts.providers,
        provider_example=wave.facts.provider_example,
    )
    asked = questions_for(questionnaire, circumstances).questions
    pages = [(one.code, counted.get(one.code, 0)) for one in asked if one.route is None]
    return break_off(pages, counted.get(SENT, 0), wave.parameters)
