"""A table of answers so far and the question that comes next, one small questionnaire a feature."""

import pytest

from survey_app.questionnaire.definition import Circumstances, UnknownQuestion
from survey_app.questionnaire.providers import adapt
from survey_app.questionnaire.routing import (
    next_question,
    on_path_answers,
    path,
    questions_for,
    with_implied_consents,
)


def codes(questions):
    return [question.code for question in questions]


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("route_is", {}, ["Q1", "Q3"]),
        ("route_is", {"Q1": 1}, ["Q1", "Q2", "Q3"]),
        ("route_is", {"Q1": 2}, ["Q1", "Q3"]),
        ("route_is", {"Q1": 9}, ["Q1", "Q3"]),
        ("route_is", {"Q1": None}, ["Q1", "Q3"]),
        ("route_is_not", {}, ["Q1"]),
        ("route_is_not", {"Q1": (1,)}, ["Q1", "Q2"]),
        ("route_is_not", {"Q1": (1, 2)}, ["Q1", "Q2"]),
        ("route_is_not", {"Q1": (3,)}, ["Q1"]),
        ("route_is_not", {"Q1": None}, ["Q1", "Q2"]),
        ("route_chain", {"Q1": 1}, ["Q1", "Q2", "Q4"]),
        ("route_chain", {"Q1": 1, "Q2": 1}, ["Q1", "Q2", "Q3", "Q4"]),
        ("route_chain", {"Q1": 2, "Q2": 1, "Q3": 1}, ["Q1", "Q4"]),
        ("provider", {"Q1": 1}, ["Q1", "Q2", "Q3"]),
        ("provider", {"Q1": 2}, ["Q1", "Q3"]),
    ],
)
def test_the_path_follows_from_the_answers(small, name, answers, expected):
    assert codes(path(adapt(small(name), (), ""), answers)) == expected


@pytest.mark.parametrize(
    ("answers", "after", "following"),
    [
        ({}, None, "Q1"),
        ({"Q1": 2}, "Q1", "Q4"),
        ({"Q1": 1}, "Q1", "Q2"),
        ({"Q1": 1, "Q2": 2}, "Q2", "Q4"),
        ({"Q1": 1, "Q2": 1}, "Q2", "Q3"),
        ({"Q1": 2, "Q2": 1}, "Q3", "Q4"),
        ({"Q1": 1, "Q2": 1}, "Q4", None),
    ],
)
def test_the_next_question_stays_on_the_path(small, answers, after, following):
    asked = small("route_chain")
    found = next_question(asked, answers, after)
    assert (found.code if found else None) == following


def test_a_question_of_another_questionnaire_is_refused_by_name(small):
    with pytest.raises(UnknownQuestion, match="no question 'C302'"):
        next_question(small("route_is"), {}, "C302")


def test_an_answer_that_fell_off_the_path_does_not_count(small):
    answers = {"Q4": "klaar", "Q3": 1, "Q2": 1, "Q1": 2}
    assert on_path_answers(small("route_chain"), answers) == {"Q1": 2, "Q4": "klaar"}


@pytest.mark.parametrize(
    ("linked", "expected"),
    [(False, ["Q1", "Q2", "Q4"]), (True, ["Q1", "Q2", "Q4", "T-LINK"])],
)
def test_the_lowest_numbers_give_way_first_and_a_consent_is_not_counted(small, linked, expected):
    asked = questions_for(small("maximum"), Circumstances(linked=linked))
    assert codes(asked.questions) == expected


def test_an_organisation_without_a_contract_is_not_asked_about_it(small):
    asked = small("contract")
    assert codes(questions_for(asked, Circumstances()).questions) == ["Q1", "Q2"]
    assert codes(questions_for(asked, Circumstances(contract=False)).questions) == ["Q2"]


def test_the_own_goal_is_shown_only_when_it_is_known(small):
    asked = small("goal")
    assert questions_for(asked, Circumstances()).question("Q1").text == "Is het gelukt?"
    known = questions_for(asked, Circumstances(goal="Betaald werk vinden"))
    assert known.question("Q1").text == "U wilde: Betaald werk vinden. Is dat gelukt?"


# The real questionnaires, as method.md C.2 and C.5 prescribe them.


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("K1-PRE", []),
        ("K2-AANVANG", ["C206", "C208", "C212"]),
        ("K3-TIJDENS", ["C304", "C308", "C312"]),
        ("K4-EINDE", ["C409", "C411"]),
        ("K5-POST", []),
    ],
)
def test_with_background_questions_a_client_gets_at_most_twelve(catalogue, code, missing):
    whole = catalogue.latest(code)
    asked = questions_for(whole, Circumstances())
    counted = [question for question in asked.questions if question.kind != "consent"]
    assert len(counted) <= 12
    assert codes(asked.questions)[-4:] == ["T-B1", "B1", "B2", "B3"]
    assert [c for c in whole.codes if c not in asked.codes and c != "T-LINK"] == missing


@pytest.mark.parametrize("code", ["K1-PRE", "K2-AANVANG", "K3-TIJDENS", "K4-EINDE", "K5-POST"])
def test_every_cell_of_a_client_form_survives_the_maximum(catalogue, code):
    whole = catalogue.latest(code)
    cells = {cell for question in whole.questions for cell in question.cells}
    kept = questions_for(whole, Circumstances()).questions
    assert {cell for question in kept for cell in question.cells} == cells


def test_background_questions_are_asked_once_and_filed_under_their_own_name(catalogue):
    asked = questions_for(catalogue.latest("K1-PRE"), Circumstances())
    assert {q.home for q in asked.questions} == {"K1-PRE", "ACHTERGROND"}
    again = questions_for(catalogue.latest("K1-PRE"), Circumstances(ask_background=False))
    assert again.codes == catalogue.latest("K1-PRE").codes
    assert "B1" not in questions_for(catalogue.latest("W1-PRE"), Circumstances()).codes
    assert "B1" not in questions_for(catalogue.latest("HALFJAAR"), Circumstances()).codes


def test_the_special_data_question_is_asked_only_after_an_explicit_yes(catalogue):
    asked = questions_for(catalogue.latest("K5-POST"), Circumstances())
    for answers, expected in (({}, False), ({"T-B1": 2}, False), ({"T-B1": None}, False)):
        assert ("B1" in codes(path(asked, answers))) is expected
    assert "B1" in codes(path(asked, {"T-B1": 1}))


@pytest.mark.parametrize("code", ["K2-AANVANG", "W2-AANVANG"])
def test_the_consent_to_link_is_asked_last_and_only_in_a_linked_wave(catalogue, code):
    assert "T-LINK" not in questions_for(catalogue.latest(code), Circumstances()).codes
    linked = questions_for(catalogue.latest(code), Circumstances(linked=True))
    assert linked.codes[-1] == "T-LINK"


@pytest.mark.parametrize(
    ("code", "answers", "on_path", "off_path"),
    [
        ("K3-TIJDENS", {"C310": 1}, ["C311"], []),
        ("K3-TIJDENS", {"C310": 2}, [], ["C311"]),
        ("K3-TIJDENS", {"C310": 9}, [], ["C311"]),
        ("K4-EINDE", {"C407": 1}, ["C408"], []),
        ("K4-EINDE", {"C407": 3}, [], ["C408"]),
        ("K4-EINDE", {"C407": 4}, [], ["C408"]),
        ("W3-TIJDENS", {"W309": (1, 2)}, ["W310"], []),
        ("W3-TIJDENS", {"W309": (7,)}, [], ["W310"]),
        ("W4-EINDE", {"W407": 2}, ["W408"], []),
        ("W4-EINDE", {"W407": 4}, [], ["W408"]),
        ("O-JAAR", {"O201": 1}, ["O202", "O203"], []),
        ("O-JAAR", {"O201": 2}, [], ["O202", "O203"]),
        ("HALFJAAR", {"H1": 1}, ["H2", "H3", "H4"], []),
        ("HALFJAAR", {"H1": 4}, ["H2", "H3", "H4"], []),
        ("HALFJAAR", {"H1": 5}, [], ["H2", "H3", "H4"]),
    ],
)
def test_the_routes_of_the_method_hold(catalogue, code, answers, on_path, off_path):
    wave = Circumstances(ask_background=False, providers=("Werkpad", "Stap voor Stap"))
    found = codes(path(questions_for(catalogue.latest(code), wave), answers))
    assert set(on_path) <= set(found)
    assert not set(off_path) & set(found)


def test_uwv_skips_the_questions_about_the_contract(catalogue):
    asked = questions_for(catalogue.latest("O-JAAR"), Circumstances(contract=False))
    left_out = set(catalogue.latest("O-JAAR").codes) - set(asked.codes)
    assert left_out == {"O401", "O402"}


def test_answers_from_a_file_bring_the_consent_that_they_presuppose(catalogue):
    background = questions_for(catalogue.latest("ACHTERGROND"), Circumstances())
    answers = {"B1": 2, "B2": 1}
    assert on_path_answers(background, answers) == {"B2": 1}
    complete = with_implied_consents(background, answers)
    assert on_path_answers(background, complete) == {"T-B1": 1, "B1": 2, "B2": 1}
    assert with_implied_consents(background, {"T-B1": 2, "B1": 2}) == {"T-B1": 2, "B1": 2}
    assert with_implied_consents(background, {"B2": 1}) == {"B2": 1}
