"""Population files: each way of counting people that the command accepts, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from survey_app.config import QUESTIONNAIRES
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.population import read_population
from survey_app.questionnaire.loading import load_catalogue

CATALOGUE = load_catalogue(QUESTIONNAIRES)
CLIENT = ("K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "K5-POST")


def totals(tmp_path: Path, content: Any) -> dict[str, int]:
    path = tmp_path / "people.json"
    path.write_text(json.dumps(content))
    return {people.questionnaire: people.total for people in read_population(path, CATALOGUE)}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"K3-TIJDENS": 250, "G-ZELF": {"N": 31}}, {"K3-TIJDENS": 250, "G-ZELF": 31}),
        ({"tijdens": 250, "peildatum": "2026-10-01"}, {"K3-TIJDENS": 250}),
        ({"C": {"PRE": 40}, "W": {"EINDE": 12}}, {"K1-PRE": 40, "W4-EINDE": 12}),
        ({"G": 31, "O": {"N": 9}}, {"G-ZELF": 31, "O-JAAR": 9}),
        ({"N": 500, "leeftijd": {"18-26": 60}}, dict.fromkeys(CLIENT, 500)),
    ],
)
def test_people_are_counted_in_the_ways_that_people_count(
    tmp_path: Path, content: Any, expected: dict[str, int]
) -> None:
    assert totals(tmp_path, content) == expected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"K9": 5}, "no such questionnaire or phase"),
        ({"W": {"VOOR": 5}}, "no such questionnaire or phase"),
        ({"K3-TIJDENS": -1}, "not a whole number"),
        ({"K3-TIJDENS": True}, "not a whole number"),
        ({"K3-TIJDENS": {"aantal": 5}}, "not a whole number"),
        ({"K3-TIJDENS": "250"}, "'K3-TIJDENS': '250' is not a whole number"),
        ({"W": "40"}, "'W': give a number for each phase .PRE, AANVANG, TIJDENS, EINDE, POST"),
        ({"W": 40}, "'W': give a number for each phase"),
        ({"K3-TIJDENS": {"N": 250, "doelgroep": 110}}, "'doelgroep': give an object"),
        ([250], "give an object"),
        ({}, "holds no number of people"),
        ({"peildatum": "2026-10-01"}, "holds no number of people"),
        ({"N": 10, "leeftijd": {"18-26": 6, "27-45": 5}}, "'N': leeftijd counts 11 people of 10"),
        ({"K3-TIJDENS": {"N": 9, "doelgroep": {"statushouder": 10}}}, "doelgroep counts 10 people"),
    ],
)
def test_a_wrong_count_is_refused_with_its_key(tmp_path: Path, content: Any, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        totals(tmp_path, content)


def test_two_target_groups_may_share_people(tmp_path: Path) -> None:
    groups = {"arbeidsbeperking": 7, "statushouder": 6}
    assert totals(tmp_path, {"K3-TIJDENS": {"N": 10, "doelgroep": groups}}) == {"K3-TIJDENS": 10}


def test_a_key_that_stands_there_twice_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('{"K3-TIJDENS": 250, "K3-TIJDENS": 25}')
    with pytest.raises(BadInput, match="'K3-TIJDENS' stands there twice"):
        read_population(path, CATALOGUE)
