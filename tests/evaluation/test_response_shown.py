"""The response in words: a group of a few people has no size."""

from dataclasses import replace
from typing import Any

import pytest

from survey_app.evaluation.edition.records import EditionParty, EditionResponse
from survey_app.evaluation.response.presentation import response_by_party
from survey_app.evaluation.response.shown import shown_responses
from survey_app.questionnaire.definition import Catalogue
from tests.evaluation.editions import an_edition

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
    few = EditionResponse("K3-TIJDENS", "Tijdens", "", (), 4, 3, None, None, None)
    rows = (few, replace(few, population=40, invited=30))
    (party,) = response_by_party(an_edition(account=(EditionParty("C", "Cliënten", None, rows),)))
    numbers = [(one.population, one.invited) for one in party.rows]
    assert numbers == [("te weinig", "te weinig"), ("40", "30")]
