"""Which questions give way to the maximum of a questionnaire, for whom."""

import pytest

from survey_app.questionnaire.definition import Catalogue, Circumstances
from survey_app.questionnaire.routing import given_way, questions_for


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("K1-PRE", ()),
        ("K3-TIJDENS", ("C304", "C308", "C312")),
        ("G-ZELF", ()),
    ],
)
def test_questions_give_way_to_those_on_the_background(
    catalogue: Catalogue, code: str, expected: tuple[str, ...]
) -> None:
    found = given_way(catalogue.latest(code), Circumstances())
    assert tuple(question.code for question in found) == expected


def test_nothing_gives_way_where_the_background_is_known(catalogue: Catalogue) -> None:
    known = Circumstances(ask_background=False)
    for questionnaire in catalogue.newest():
        assert given_way(questionnaire, known) == ()


def test_what_does_not_apply_did_not_give_way(catalogue: Catalogue) -> None:
    body = catalogue.latest("O-JAAR")
    without = Circumstances(contract=False)
    assert len(questions_for(body, without).questions) < len(body.questions)
    assert given_way(body, without) == ()
