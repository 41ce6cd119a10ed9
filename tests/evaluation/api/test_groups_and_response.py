"""Target groups, response and weights of a synthetic year against pandas and plain counting."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from survey_app.database import reading
from survey_app.evaluation.api.assembling import evaluation_record
from survey_app.evaluation.breakdowns.wave_data import wave_data
from survey_app.evaluation.table1.queries import wave_facts
from tests.evaluation.api.conftest import CLIENT_FORMS, Evaluated, evaluated
from tests.evaluation.api.synthetic import POPULATION, cells
from tests.services.databases import Template
from tests.services.postgres import PostgresServer

GROUPS = {
    "doelgroep": {"arbeidsbeperking": (1, 3), "statushouder": (2, 3), "geen": (4,)},
    "leeftijd": {str(value): (value,) for value in range(1, 5)},
    "duur": {str(value): (value,) for value in range(1, 5)},
}
QUESTION = {"doelgroep": "B1", "leeftijd": "B2", "duur": "B3"}
OVERLAPPED = {"arbeidsbeperking": 120, "statushouder": 100, "geen": 210}
AGES = dict(zip("1234", POPULATION["leeftijd"].values(), strict=True))


def exact(value: float) -> Any:
    return pytest.approx(value, abs=1e-6)


def test_every_group_is_as_counted_by_hand_or_hidden(both: Evaluated) -> None:
    shown = hidden = 0
    for breakdown, categories in GROUPS.items():
        found = both.evaluation["groups"][breakdown]
        assert sorted(found) == [cell for cell in cells() if cell.endswith("C")]
        for cell, figures in found.items():
            people = both.now.scores(cell)
            assert set(figures) == set(categories)  # type: ignore[call-overload]
            for category, answers in categories.items():  # type: ignore[attr-defined]
                scores = people.loc[people[QUESTION[breakdown]].isin(answers), "score"]
                if figures[category] == {"hidden": True}:
                    hidden += 1
                    continue
                assert len(scores) == 0 or len(scores) >= 5
                check_group(figures[category], scores, breakdown, category)
                shown += 1
    assert shown > 80
    assert hidden >= 2


def check_group(figure: dict[str, Any], scores: pd.Series, breakdown: str, category: str) -> None:
    n = len(scores)
    assert figure["n"] == n
    share = (scores >= 6.25 - 1e-9).mean() if n else 0.5
    if 10 <= n < 30 and not 0.10 < share < 0.90:
        assert figure["mean"] == round(scores.mean(), 1)
        return
    if n:
        assert figure["mean"] == exact(scores.mean())
    if n < 10:
        assert figure["low"] is figure["high"] is None
        return
    people = {"doelgroep": OVERLAPPED, "leeftijd": AGES}.get(breakdown, {}).get(category)
    left = 1 - n / people if people else 1
    margin = stats.t.ppf(0.975, n - 1) * scores.std() / n**0.5 * left**0.5
    assert figure["low"] == exact(max(0, scores.mean() - margin))
    assert figure["high"] == exact(min(10, scores.mean() + margin))


def sheets(both: Evaluated, form: str, question: str) -> dict[int, int]:
    given = both.now.form(form)[question].dropna().astype(int)
    return {value: int((given == value).sum()) for value in range(1, 5)}


def test_a_group_is_never_the_rest_of_few_people(both: Evaluated) -> None:
    """Where the four categories are all shown, who did not say are none or five at least."""
    for breakdown in ("leeftijd", "duur"):
        for cell, figures in both.evaluation["groups"][breakdown].items():
            if {"hidden": True} in figures.values():
                continue
            n = both.evaluation["cells"][cell]["n"]
            rest = n - sum(figure["n"] for figure in figures.values())
            assert rest == 0 or rest >= 5


def test_the_response_is_as_counted_by_hand(both: Evaluated) -> None:
    told = 0
    for form, found in both.evaluation["response"].items():
        n = len(both.now.form(form))
        assert found["answers"] == n
        if form not in CLIENT_FORMS:
            assert found["by"] == {}
            continue
        assert (found["population"], found["rate"]) == (400, exact(n / 400))
        given = sheets(both, form, "B1")
        known = sum(given.values())
        heard = []
        for line in found["by"]["doelgroep"]:
            number = sum(given[value] for value in GROUPS["doelgroep"][line["category"]])
            people = OVERLAPPED[line["category"]]
            ratio = (number / known) / (people / 400)
            assert line["answers"] in (number, None)
            assert line["population"] == people
            if line["ratio"] is not None:
                assert line["ratio"] == exact(ratio)
                assert line["balanced"] is (0.8 <= ratio <= 1.25)
            if line["category"] != "geen":
                heard.append((ratio >= 0.8 and number >= 10) or number >= people / 2)
        assert found["advice3"] is all(heard)
        told += found["chi2"] is not None
        if found["chi2"] is not None:
            check_measures(found, given)
    assert told >= 1


def check_measures(found: dict[str, Any], given: dict[int, int]) -> None:
    counts = np.array(list(given.values()))
    people = np.array([90, 70, 30, 210])
    test = stats.chisquare(counts, people / people.sum() * counts.sum())
    assert (found["chi2"], found["df"], found["p"]) == (
        exact(test.statistic),
        3,
        exact(test.pvalue),
    )
    rates = counts / people
    mean = counts.sum() / people.sum()
    spread = (people * (rates - mean) ** 2).sum() / (people.sum() - 1)
    assert found["r_indicator"] == exact(1 - 2 * spread**0.5)
    shares = abs(counts / counts.sum() - people / people.sum())
    assert found["dissimilarity"] == exact(shares.sum() / 2)


def test_weights_fit_both_margins_or_are_refused_with_the_reason(both: Evaluated) -> None:
    weighted = {c: one for c, one in both.evaluation["weighted"].items() if "refused" not in one}
    assert len(weighted) >= 3
    for cell, one in weighted.items():
        people = both.now.scores(cell)
        mean, kish = raked(people)
        assert one["mean"] == exact(mean)
        assert one["kish"] == exact(kish)
        assert one["n_effective"] == exact(len(people) / kish)
        assert one["low"] < one["mean"] < one["high"]
    assert both.evaluation["weighted"]["R22-C"] == {
        "refused": "Niet gewogen: minder dan 50 antwoorden."
    }


def fitted(
    inside: pd.DataFrame, weights: pd.Series, margins: dict[str, dict[int, int]]
) -> pd.Series:
    for _ in range(500):
        for question, counts in margins.items():
            held = weights.groupby(inside[question]).sum()
            wanted = pd.Series(counts) / 400 * len(inside)
            weights = weights * inside[question].map(wanted / held)
    return weights


def raked(people: pd.DataFrame) -> tuple[float, float]:
    """Iterative proportional fitting on who told both; the others keep weight 1."""
    inside = people[people["B1"].isin([1, 2, 3, 4]) & people["B2"].isin([1, 2, 3, 4])]
    weights = pd.Series(1.0, index=inside.index)
    margins = {
        "B1": dict(zip((1, 2, 3, 4), (90, 70, 30, 210), strict=True)),
        "B2": dict(zip((1, 2, 3, 4), (80, 120, 90, 110), strict=True)),
    }
    weights = fitted(inside, weights, margins)
    if not weights.between(0.3, 3).all():
        weights = fitted(inside, weights.clip(0.3, 3), margins)
    every = pd.Series(1.0, index=people.index)
    every[inside.index] = weights
    mean = (every * people["score"]).sum() / every.sum()
    return mean, float(len(every) * (every**2).sum() / every.sum() ** 2)


def test_an_open_wave_publishes_no_breakdown(both: Evaluated) -> None:
    with reading(both.installation.engine) as session:
        facts = next(one for one in wave_facts(session) if one.name == "2026")
        wave = wave_data(session, both.installation.catalogue, replace(facts, closed=False))
    found = evaluation_record(wave, None)
    for subject in ("groups", "weighted", "modes", "expectations", "open_answers"):
        assert found[subject] == {}
    for subject in ("ladder", "providers", "norms", "advice"):
        assert found[subject] == []
    assert {str(one["by"]) for one in found["response"].values()} == {"{}"}
    assert found["comparisons"] == both.evaluation["comparisons"]


def test_both_databases_give_the_same_evaluation(
    both: Evaluated, postgres_server: PostgresServer, postgres_template: Template, tmp_path: Path
) -> None:
    url = postgres_server.url(postgres_server.create_database(postgres_template.name))
    other = evaluated(url, tmp_path / "home")
    other.installation.engine.dispose()
    assert other.evaluation == both.evaluation
