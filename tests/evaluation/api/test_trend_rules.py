"""Other questions break a series; other people are told beside the change (method.md D.7)."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from analysis.cells import scores_from
from survey_app.database import reading
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import (
    ScoredCell,
    WaveData,
    held_questionnaires,
    wave_data,
    without,
)
from survey_app.evaluation.comparisons.trend import wave_trend
from survey_app.evaluation.table1.queries import wave_facts
from tests.evaluation.api.conftest import Evaluated


@pytest.fixture(scope="module")
def wave(both: Evaluated) -> WaveData:
    with reading(both.installation.engine) as session:
        facts = next(one for one in wave_facts(session) if one.name == "2026")
        return wave_data(session, both.installation.catalogue, facts)


def with_cell(wave: WaveData, **by: dict[str, list[float]]) -> WaveData:
    """The wave with R07-C made of these scores per answer on the target group or per mode."""
    parts = {
        breakdown: {answer: scores_from(scores) for answer, scores in answers.items()}
        for breakdown, answers in by.items()
    }
    everybody = scores_from([one for part in by["doelgroep"].values() for one in part])
    cell = ScoredCell("R07-C", "K3-TIJDENS", everybody, parts)
    return replace(wave, cells=MappingProxyType({"R07-C": cell}), released={})


def test_a_question_in_other_words_breaks_the_series_and_says_nothing_else(wave: WaveData) -> None:
    source = wave.sources["R07-C"]
    changed = replace(source.questions[0], text="Hoe goed hoort uw contactpersoon u aan?")
    other = replace(source, questions=(changed, *source.questions[1:]))
    before = replace(wave, sources={**wave.sources, "R07-C": other})
    record: dict[str, Any] = next(
        one for one in evaluation_record(wave, before)["trend"] if one["cell"] == "R07-C"
    )
    assert record == {"cell": "R07-C", "series_broken": True}
    assert [one.cell for one in wave_trend(before, wave) if one.series_broken] == ["R07-C"]


def test_other_target_groups_are_told_with_the_difference_in_one_mix(wave: WaveData) -> None:
    low, high = [2.5, 5.0] * 10, [7.5, 10.0] * 10
    before = with_cell(wave, doelgroep={"1": low, "2": high, "3": low, "4": low})
    now = with_cell(wave, doelgroep={"1": low, "2": high * 4, "3": low, "4": low})
    (found,) = wave_trend(before, now)
    assert found.mix_changed
    assert found.difference is not None
    assert found.difference > 1
    assert found.weighted_difference == pytest.approx(0)  # nobody judges otherwise than before


def test_the_same_mix_is_told_as_such(wave: WaveData) -> None:
    low, high = [2.5, 5.0] * 10, [7.5, 10.0] * 10
    same = with_cell(wave, doelgroep={"1": low, "2": high, "3": low, "4": low})
    (found,) = wave_trend(same, same)
    assert (found.mix_changed, found.weighted_difference) == (False, None)


def test_more_answers_by_telephone_change_the_mix(wave: WaveData) -> None:
    scores = [5.0, 7.5] * 20
    groups = {"4": scores}
    before = with_cell(wave, doelgroep=groups, mode={"web": scores})
    now = with_cell(wave, doelgroep=groups, mode={"web": scores[:30], "phone": scores[30:]})
    assert wave_trend(before, now)[0].mix_changed
    some = with_cell(wave, doelgroep=groups, mode={"web": scores[:32], "phone": scores[32:]})
    assert not wave_trend(before, some)[0].mix_changed


def test_a_questionnaire_with_a_kept_cell_says_nothing_new(wave: WaveData, both: Evaluated) -> None:
    cells = {**both.evaluation["cells"]}
    cells["R07-C"] = {**cells["R07-C"], "held": True}
    assert held_questionnaires(wave, cells) == {"K3-TIJDENS"}
    found = evaluation_record(without(wave, {"K3-TIJDENS"}), None)
    assert found["response"]["K3-TIJDENS"]["answers"] is None
    assert found["response"]["K3-TIJDENS"]["by"] == {}
    assert "K3-TIJDENS" not in found["modes"]
    assert "R07-C" not in found["groups"]["doelgroep"]
    assert "R07-C" not in found["weighted"]
    assert all(
        {one["a"], one["b"]} != {"G", "C"} or one["row"] in ("R01", "R03", "R22")
        for one in found["comparisons"]
    )
    evidence = next(one for one in found["advice"] if one["point"] == "1.1")["evidence"]
    held = {one["code"] for one in evidence if one["value"] is None}
    assert held == {"R07-C", "C302", "C303", "C304"}
    assert found["expectations"]["R20-C"] == both.evaluation["expectations"]["R20-C"]
