"""What may be told of open answers: counts of ten and more, and approved quotes."""

import pytest

from survey_app.evaluation.open_answers.summary import Decided, Quote, read_so_far


def decided(question: str, label: str, n: int, *themes: str) -> Decided:
    return Decided("K3-TIJDENS", question, label, themes, n)


@pytest.mark.parametrize(("n", "shown"), [(9, {}), (10, {"wachttijd": {"negatief": 10}})])
def test_a_theme_counts_from_ten_answers(n: int, shown: dict[str, dict[str, int]]) -> None:
    rows = [decided("C312", "negatief", n, "wachttijd"), decided("C312", "positief", 9, "nazorg")]
    assert read_so_far(rows, [])["K3-TIJDENS"].themes == shown


def test_a_count_adds_answers_whose_other_themes_differ() -> None:
    rows = [
        decided("C312", "negatief", 6, "wachttijd"),
        decided("C312", "negatief", 5, "informatie", "wachttijd"),
    ]
    assert read_so_far(rows, [])["K3-TIJDENS"].themes == {"wachttijd": {"negatief": 11}}


def test_ten_answers_to_two_questions_may_be_of_five_people() -> None:
    rows = [decided(code, "negatief", 5, "wachttijd") for code in ("C312", "C313")]
    told = read_so_far(rows, [("K3-TIJDENS", "C312", "Het duurde lang.")])["K3-TIJDENS"]
    assert (told.reviewed, told.themes, told.quotes) == (0, {}, ())


def test_what_has_not_been_read_has_no_theme_yet_and_quotes_keep_their_question() -> None:
    rows = [decided("C312", "", 30, "wachttijd"), decided("C312", "positief", 2)]
    told = read_so_far(rows, [("K3-TIJDENS", "C312", "Fijn.")])["K3-TIJDENS"]
    assert (told.total, told.reviewed, told.themes) == (32, 2, {})
    assert told.quotes == (Quote("C312", "Fijn."),)
