"""The worked cases of the method through the subjects of an evaluation, not only the statistics."""

import csv
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.cells import Scores, scores_from
from survey_app.database import reading
from survey_app.evaluation.breakdowns.queries import ByCategory
from survey_app.evaluation.breakdowns.wave_data import ScoredCell, WaveData, wave_data
from survey_app.evaluation.comparisons.expectations import expectations
from survey_app.evaluation.comparisons.parties import party_comparisons
from survey_app.evaluation.comparisons.phases import phase_trends
from survey_app.evaluation.response.balance import responses
from survey_app.evaluation.response.weights import weighted_cells
from survey_app.evaluation.table1.queries import wave_facts
from tests.evaluation.api.conftest import Evaluated

CASES = Path(__file__).parents[2] / "analysis/cases"
FORM = "K3-TIJDENS"


def rows(case: str, file: str = "input.csv") -> list[dict[str, str]]:
    with (CASES / case / file).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def expected(case: str) -> Any:
    return json.loads((CASES / case / "expected.json").read_text(encoding="utf-8"))


def exact(value: float) -> Any:
    return pytest.approx(value, abs=1e-6)


def cell(code: str, scores: Scores, questionnaire: str = FORM, **by: Any) -> ScoredCell:
    return ScoredCell(code, questionnaire, scores, by)


@pytest.fixture(scope="module")
def wave(both: Evaluated) -> WaveData:
    with reading(both.installation.engine) as session:
        facts = next(one for one in wave_facts(session) if one.name == "2026")
        return wave_data(session, both.installation.catalogue, facts)


def by_word(case: str, column: str) -> dict[str, Scores]:
    found = rows(case)
    words = dict.fromkeys(row[column] for row in found)
    return {
        word: scores_from(float(row["score"]) for row in found if row[column] == word)
        for word in words
    }


def test_case_05_three_parties(wave: WaveData) -> None:
    sides = {f"R08-{party}": one for party, one in by_word("05_partijen", "partij").items()}
    cells = {code: cell(code, scores) for code, scores in sides.items()}
    found = {(one.a, one.b): one for one in party_comparisons(replace(wave, cells=cells))}
    assert len(found) == 3
    for known in expected("05_partijen")["vergelijkingen"]:
        one = found.get((known["a"], known["b"]))
        sign = 1 if one is not None else -1
        one = one or found[known["b"], known["a"]]
        assert one.difference == exact(sign * known["verschil"])
        assert {one.n_a, one.n_b} == {known["n_a"], known["n_b"]}
        # seven and nine on a side: numbers and difference only
        assert (one.p, one.p_bh, one.cliffs_delta, one.finding) == (None, None, None, None)


def test_case_06_three_phases(wave: WaveData) -> None:
    places = {"PRE": "R01-C", "AANVANG": "R03-C", "TIJDENS": "R06-C"}
    sides = by_word("06_fasetrend", "fase")
    cells = {code: cell(code, sides[phase]) for phase, code in places.items()}
    (found,) = phase_trends(replace(wave, cells=cells))
    known = expected("06_fasetrend")
    assert [(one.phase, one.n, one.mean) for one in found.phases] == [
        (one["fase"], one["n"], exact(one["gemiddelde"])) for one in known["per_fase"]
    ]
    if not found.rounded:
        assert (found.tau_b, found.p) == (exact(known["kendall_tau_b"]), exact(known["p"]))
        assert (found.low, found.high) == (exact(known["laag"]), exact(known["hoog"]))
    assert found.direction == known["richting"]


def test_case_08_expectation_and_outcome(wave: WaveData) -> None:
    case, known = "08_verwachting_uitkomst", expected("08_verwachting_uitkomst")
    both_given = [row for row in rows(case) if row["verwachting"] and row["uitkomst"]]
    pairs = Counter((row["verwachting"], row["uitkomst"]) for row in both_given)
    felt = Counter(row["ervaren"] for row in rows(case, "input_ervaren.csv"))
    case_wave = replace(wave, pairs={("C210", "C404"): pairs}, values={**wave.values, "C405": felt})
    found = expectations(case_wave)["R20-C"]
    assert found.linked is not None
    assert found.linked.pairs == known["n_paren"]
    assert found.linked.mean_difference == exact(known["gem_verschil"])
    assert (found.linked.low, found.linked.high) == (exact(known["laag"]), exact(known["hoog"]))
    assert (found.linked.better, found.linked.equal, found.linked.worse) == (
        known["beter"],
        known["gelijk"],
        known["slechter"],
    )
    assert found.linked.wilcoxon_p == exact(known["wilcoxon_p_benaderd"])
    assert found.perceived is not None
    assert found.perceived.better == exact(known["ervaren"]["beter"] / known["ervaren"]["n"])
    assert found.directions_differ is False


GROUPS = {"arbeidsbeperking": "1", "statushouder": "2", "overig": "4"}
AGES = {"18-26": "1", "27-45": "2", "46+": "3"}


@pytest.fixture(scope="module")
def unequal(wave: WaveData) -> WaveData:
    """Case 09: a wave of 96 answers with population, in the counts that the product keeps."""
    people = json.loads((CASES / "09_representativiteit/populatie.json").read_text("utf-8"))
    answers = [
        (GROUPS[row["doelgroep"]], AGES[row["leeftijd"]], float(row["score"]))
        for row in rows("09_representativiteit")
    ]
    split: dict[str, dict[str, Any]] = {"doelgroep": {}, "leeftijd": {}, "doelgroep+leeftijd": {}}
    for group, age, score in answers:
        for breakdown, answer in zip(split, (group, age, f"{group}+{age}"), strict=True):
            split[breakdown].setdefault(answer, []).append(score)
    scored = {
        breakdown: {answer: scores_from(scores) for answer, scores in parts.items()}
        for breakdown, parts in split.items()
    }
    everybody = scores_from(score for *_, score in answers)
    sheets: ByCategory = {
        breakdown: {answer: scores.n for answer, scores in scored[breakdown].items()}
        for breakdown in ("doelgroep", "leeftijd")
    }
    population: ByCategory = {
        "doelgroep": people["doelgroep"],
        "leeftijd": people["leeftijd"],
    }
    counts = replace(
        wave.counts,
        responses={**wave.counts.responses, FORM: len(answers)},
        population={**wave.counts.population, FORM: (people["N"], True)},
    )
    return replace(
        wave,
        counts=counts,
        cells={"R07-C": cell("R07-C", everybody, **scored)},  # type: ignore[arg-type]
        responses={**wave.responses, FORM: sheets},
        population={**wave.population, FORM: population},
        released={},
    )


def test_case_09_response(unequal: WaveData) -> None:
    known, found = expected("09_representativiteit"), responses(unequal)[FORM]
    assert found.rate == exact(known["responspercentage"] / 100)
    ratios = {one["doelgroep"]: one["verhouding"] for one in known["per_doelgroep"]}
    for one in found.by["doelgroep"]:
        name = "overig" if one.category == "geen" else one.category
        assert one.ratio == exact(ratios[name])
    assert (found.chi2, found.p) == (
        exact(known["chi2_doelgroep"]["chi2"]),
        exact(known["chi2_doelgroep"]["p"]),
    )
    assert found.dissimilarity == exact(known["dissimilariteit_doelgroep"])
    assert found.advice3 is False  # status holders answered too little


def test_case_09_weights(unequal: WaveData) -> None:
    known, found = expected("09_representativiteit"), weighted_cells(unequal)["R07-C"]
    assert found.refused is None
    assert found.method == "raking"
    assert found.unweighted == exact(known["ongewogen"]["gemiddelde"])
    raked = known["raking_doelgroep_leeftijd"]
    assert (found.mean, found.kish) == (exact(raked["gemiddelde"]), exact(raked["kish_deff"]))
    assert (found.low, found.high) == (exact(raked["laag"]), exact(raked["hoog"]))
    assert found.n_effective == exact(raked["n_effectief"])
