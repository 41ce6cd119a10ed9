"""The response in words: a group of a few people has no size."""

from typing import Any

import pytest

from survey_app.evaluation.response.presentation import response_by_party
from survey_app.evaluation.response.shown import shown_responses
from survey_app.questionnaire.definition import Catalogue

MEASURES = {"r_indicator": None, "r_word": None, "dissimilarity": None}


def a_category(name: str, people: int | None) -> dict[str, Any]:
    told = {"population": people, "answers": 12, "ratio": 0.9, "balanced": True}
    return {"category": name, **told}


@pytest.mark.parametrize(
    ("people", "shown"), [(None, "–"), (0, "0"), (1, "te weinig"), (4, "te weinig"), (5, "5")]
)
def test_a_few_people_have_no_number(catalogue: Catalogue, people: int | None, shown: str) -> None:
    one = {"population": people, "invited": people, "answers": 5, "rate": None, "by": {}}
    (found,) = shown_responses({"K3-TIJDENS": {**one, **MEASURES}}, catalogue, {}, 5)
    assert (found.population, found.invited) == (shown, shown)


def test_a_category_of_a_few_people_does_not_follow_from_the_others(catalogue: Catalogue) -> None:
    few = [a_category("arbeidsbeperking", 96), a_category("statushouder", 4)]
    many = [a_category("1", 60), a_category("2", 40)]
    by = {"doelgroep": few, "leeftijd": many}
    one = {"population": 100, "invited": 100, "answers": 24, "rate": 0.24, "by": by}
    (found,) = shown_responses({"K3-TIJDENS": {**one, **MEASURES}}, catalogue, {}, 5)
    (_, groups), (_, ages) = found.by
    assert [(one.population, one.ratio) for one in groups] == [("te weinig", "–")] * 2
    assert [(one.population, one.ratio) for one in ages] == [("60", "0,90"), ("40", "0,90")]


def test_the_account_of_table_and_report_hides_a_few_people_too() -> None:
    row = {"title": "Tijdens", "moment": "", "responses": None, "rate": None}
    rows = [{**row, "population": 4, "invited": 3}, {**row, "population": 40, "invited": 30}]
    content = {
        "wave": {"minimum": 5},
        "account": [{"party": "C", "name": "Cliënten", "rows": rows, "total": None}],
    }
    (party,) = response_by_party(content)
    numbers = [(one.population, one.invited) for one in party.rows]
    assert numbers == [("te weinig", "te weinig"), ("40", "30")]
