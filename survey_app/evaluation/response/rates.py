"""The response account: who was asked and how many answered, per questionnaire and party (F16)."""

from collections.abc import Mapping
from typing import Any

from analysis.disclosure import shown_total, visibility
from analysis.parameters import Parameters
from survey_app.evaluation.table1.queries import WaveCounts
from survey_app.questionnaire.definition import Catalogue, Questionnaire

ANSWERS = "answers"


def response_account(
    catalogue: Catalogue,
    questionnaires: tuple[Questionnaire, ...],
    counts: WaveCounts,
    parameters: Parameters,
) -> list[dict[str, Any]]:
    """Per party its questionnaires and a total, as they may be published."""
    return [
        _party(party, name, _asked(questionnaires, party), counts, parameters)
        for party, name in catalogue.framework.parties.items()
    ]


def _asked(questionnaires: tuple[Questionnaire, ...], party: str) -> tuple[Questionnaire, ...]:
    order = {"": 9, "pre": 0, "aanvang": 1, "tijdens": 2, "einde": 3, "post": 4}
    own = [one for one in questionnaires if one.party == party and one.store == ANSWERS]
    return tuple(sorted(own, key=lambda one: (order.get(one.phase, 5), one.code)))


def _party(
    party: str,
    name: str,
    questionnaires: tuple[Questionnaire, ...],
    counts: WaveCounts,
    parameters: Parameters,
) -> dict[str, Any]:
    responses = {one.code: counts.responses.get(one.code, 0) for one in questionnaires}
    return {
        "party": party,
        "name": name,
        "total": shown_total(responses, parameters),
        "rows": [_row(one, responses, counts, parameters) for one in questionnaires],
    }


def _row(
    questionnaire: Questionnaire,
    responses: Mapping[str, int],
    counts: WaveCounts,
    parameters: Parameters,
) -> dict[str, Any]:
    code = questionnaire.code
    n = responses[code]
    seen = visibility(n, parameters)
    shown = n if seen.has_mean or n == 0 else None
    people = counts.population.get(code, (None, False))[0]
    return {
        "questionnaire": code,
        "version": questionnaire.version,
        "title": questionnaire.title,
        "moment": questionnaire.moment,
        "phases": list(questionnaire.phases),
        "population": people,
        "invited": counts.invited.get(code),
        "responses": shown,
        "rate": shown / people if shown is not None and people and shown <= people else None,
        "mark": seen.value if not seen.has_mean else None,
    }
