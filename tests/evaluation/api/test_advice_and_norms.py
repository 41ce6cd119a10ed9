"""Evidence of the 39 points and the lights of the norms, against the answers themselves."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.api.conftest import Evaluated

CONTENT = Path(__file__).parents[2] / "questionnaire/content"


def point(both: Evaluated, code: str) -> dict[str, Any]:
    return next(one for one in both.evaluation["advice"] if one["point"] == code)


def test_all_39_points_stand_there_with_a_value_or_a_reason(both: Evaluated) -> None:
    points = both.evaluation["advice"]
    assert len(points) == 39
    for one in points:
        assert one["measures"] == []
        for evidence in one["evidence"]:
            assert (evidence["value"] is None) is bool(evidence["reason"])
        assert list(one["missing"]) == [
            evidence["code"] for evidence in one["evidence"] if evidence["value"] is None
        ]


def test_a_point_holds_its_cells_and_the_means_of_its_questions(both: Evaluated) -> None:
    found = {one["code"]: one for one in point(both, "1.1")["evidence"]}
    assert found["R07-C"]["value"] == both.evaluation["cells"]["R07-C"]["mean"]
    given = both.now.form("K3-TIJDENS")["C302"].dropna()
    given = given[given != 9]
    assert found["C302"]["value"] == pytest.approx(((given - 1) / 4 * 10).mean(), abs=1e-9)
    assert found["C302"]["n"] == len(given)
    assert point(both, "1.1")["missing"] == []


def test_what_is_not_there_is_missing_and_says_why(both: Evaluated) -> None:
    reasons = {one["code"]: one["reason"] for one in point(both, "1.3")["evidence"]}
    assert reasons["F04"] == "Dit cijfer is niet ingevuld."
    assert reasons["D02"] == "Dit document is nog niet opgenomen."
    # nine bodies answered: one question by itself is shown from ten on
    assert reasons["O502"] == "Er zijn te weinig antwoorden om te tonen."
    assert list(point(both, "1.3")["missing"]) == ["O502", "O503", "F04", "D02"]


def test_a_choice_is_told_in_shares_of_those_who_know(both: Evaluated) -> None:
    found = next(one for one in point(both, "2.1")["evidence"] if one["code"] == "C208")
    given = both.now.form("K2-AANVANG")["C208"].dropna()
    given = given[given <= 3]
    assert found["value"] == {str(v): pytest.approx((given == v).mean()) for v in (1, 2, 3)}


def test_both_frameworks_have_every_norm_and_criterion(both: Evaluated) -> None:
    known = json.loads((CONTENT / "normenkaders.json").read_text(encoding="utf-8"))
    assert known
    norms = both.evaluation["norms"]
    assert len([one for one in norms if one["framework"] == "uithoorn"]) == 11
    assert len([one for one in norms if one["framework"] != "uithoorn"]) == 25
    assert sum(len(n["criteria"]) for n in norms if n["framework"] == "uithoorn") == 41
    assert {one["judged"] for one in norms} == {None}


def test_a_norm_takes_its_light_from_its_criteria(both: Evaluated) -> None:
    for one in both.evaluation["norms"]:
        lights = [criterion["light"] for criterion in one["criteria"]]
        known = [light for light in lights if light != "grijs"]
        grey = len(lights) - len(known)
        if not known or grey * 2 > len(lights):
            expected = "grijs"
        elif set(known) == {"groen"}:
            expected = "groen"
        else:
            expected = "rood" if known.count("rood") * 2 > len(known) else "oranje"
        assert one["light"] == one["proposed"] == expected
        assert not grey or "onvolledig" in one["marks"]
    assert {one["light"] for one in both.evaluation["norms"]} >= {"grijs", "oranje"}


def test_open_answers_are_counted_and_not_told(both: Evaluated) -> None:
    found = both.evaluation["open_answers"]
    assert found["K3-TIJDENS"]["n"] == sum(
        1 for row in both.now.rows if row[2] == "C312" and row[3]
    )
    assert found["W5-POST"]["n"] is None  # seven at most
    assert not any(one["quotes"] for one in found.values())
    assert found["K3-TIJDENS"]["reviewed"] == 0
