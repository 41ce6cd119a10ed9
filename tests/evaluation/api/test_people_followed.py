"""Expectations, steps, providers and modes of a synthetic year against pandas and scipy."""

from typing import Any

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from tests.evaluation.api.conftest import PROVIDERS, Evaluated
from tests.evaluation.api.synthetic import ITEMS, SIZES


def exact(value: float) -> Any:
    return pytest.approx(value, abs=1e-6)


def joined(both: Evaluated, first: str, start: str, second: str, end: str) -> pd.DataFrame:
    """Who gave both answers, by the token that stands in both forms."""
    a, b = both.now.form(first)[start], both.now.form(second)[end]
    return pd.DataFrame({"start": a, "end": b}).dropna()


@pytest.mark.parametrize(
    ("cell", "questions"),
    [
        ("R20-C", ("K2-AANVANG", "C210", "K4-EINDE", "C404")),
        ("R21-W", ("W2-AANVANG", "W206", "W4-EINDE", "W404")),
    ],
)
def test_expectation_and_outcome_are_those_of_the_same_people(
    both: Evaluated, cell: str, questions: tuple[str, str, str, str]
) -> None:
    pairs = joined(both, *questions)
    pairs = pairs[(pairs["start"] != 99) & (pairs["end"] != 99)]
    change = pairs["end"] - pairs["start"]
    found = both.evaluation["expectations"][cell]["linked"]
    assert found["pairs"] == len(pairs)
    assert found["mean_difference"] == exact(change.mean())
    low, high = DescrStatsW(change).tconfint_mean()
    assert (found["low"], found["high"]) == (exact(low), exact(high))
    assert (found["mean_expectation"], found["mean_outcome"]) == (
        exact(pairs["start"].mean()),
        exact(pairs["end"].mean()),
    )
    ways = [int((change > 0).sum()), int((change == 0).sum()), int((change < 0).sum())]
    few = len(pairs) < 30 and any(not 0.1 < way / len(pairs) < 0.9 for way in ways)
    assert [found["better"], found["equal"], found["worse"]] == ([None] * 3 if few else ways)


def test_what_people_say_of_the_difference_stands_beside_it(both: Evaluated) -> None:
    given = both.now.form("K4-EINDE")["C405"].dropna()
    given = given[given != 9]
    found = both.evaluation["expectations"]["R20-C"]["perceived"]
    assert found["n"] == len(given)
    assert found["better"] == exact((given >= 4).mean())
    assert found["equal"] == exact((given == 3).mean())
    assert found["worse"] == exact((given <= 2).mean())
    goal = both.now.form("K4-EINDE")["C403"].dropna()
    goal = goal[goal <= 4]
    assert both.evaluation["expectations"]["R20-C"]["goal"] == {
        str(value): exact((goal == value).mean()) for value in range(1, 5)
    }
    assert both.evaluation["expectations"]["R21-W"]["goal"] is None


def test_two_measures_that_point_apart_are_told(both: Evaluated) -> None:
    found = both.evaluation["expectations"]["R20-C"]
    apart = (found["perceived"]["better"] - found["perceived"]["worse"]) * found["linked"][
        "mean_difference"
    ]
    assert found["directions_differ"] is (apart < 0)
    assert (found["caution"] is not None) is found["directions_differ"]


def test_steps_are_those_of_the_same_people(both: Evaluated) -> None:
    pairs = joined(both, "K2-AANVANG", "C211", "K4-EINDE", "C402")
    pairs = pairs[(pairs["start"] <= 6) & (pairs["end"] <= 6)]
    change = pairs["end"] - pairs["start"]
    found = next(one for one in both.evaluation["ladder"] if one["moments"] == "start-einde")
    n, up, down = len(change), int((change > 0).sum()), int((change < 0).sum())
    assert (found["instrument"], found["n"]) == ("VNG6", n)
    assert (found["up"], found["equal"], found["down"]) == (up, n - up - down, down)
    assert (found["mean_step"], found["net"]) == (exact(change.mean()), exact((up - down) / n))
    low, high = proportion_confint(up, n, method="wilson")
    assert (found["share_up_low"], found["share_up_high"]) == (exact(low), exact(high))


def test_a_provider_gets_the_mean_mark_of_its_clients(both: Evaluated) -> None:
    wide = both.now.form("K4-EINDE")
    for place, (name, found) in enumerate(
        zip(PROVIDERS, both.evaluation["providers"], strict=True), start=1
    ):
        marks = wide.loc[wide["C407"] == place, "C408"].dropna()
        marks = marks[marks != 99]
        assert found["provider"] == name
        assert found["satisfaction"] == {"n": len(marks), "mean": exact(marks.mean())}
        assert found["stars"] is None
        assert found["why"]


def test_modes_are_counted_and_compared_per_questionnaire(both: Evaluated) -> None:
    effects = 0
    for form in SIZES:
        found = both.evaluation["modes"][form]
        wide = both.now.form(form)
        numbers = {m: int((wide["mode"] == m).sum()) for m in ("web", "phone", "paper", "help")}
        for mode, number in numbers.items():
            assert found["n"][mode] in (number, None)
            assert found["n"][mode] is None or number == 0 or number >= 5
        scored = both.now.scored([i for i in ITEMS if i["formulier"] == form and i["cellen"]])
        web, phone = (scored.loc[scored["mode"] == m, "score"] for m in ("web", "phone"))
        if found["effect"] is None:
            assert min(len(web), len(phone)) < 10 or None in (
                found["n"]["web"],
                found["n"]["phone"],
            )
            continue
        low, high = CompareMeans(DescrStatsW(phone), DescrStatsW(web)).tconfint_diff(
            usevar="unequal"
        )
        assert found["effect"]["difference"] == exact(phone.mean() - web.mean())
        assert (found["effect"]["low"], found["effect"]["high"]) == (exact(low), exact(high))
        assert found["effect"]["per_mode_reported"] is (
            abs(phone.mean() - web.mean()) >= 0.5 and min(len(web), len(phone)) >= 30
        )
        effects += 1
    assert effects >= 3


def test_the_tipping_point_brings_everybody_to_the_border(both: Evaluated) -> None:
    for cell, points in both.evaluation["tipping"]["lights"].items():
        n, mean = both.evaluation["cells"][cell]["n"], both.evaluation["cells"][cell]["mean"]
        for point in points:
            assert point["others"] == 400 - n
            if point["at"] is not None:
                everybody = (n * mean + point["others"] * point["at"]) / 400
                assert everybody == exact(7.0) or everybody == exact(5.5)
    assert both.evaluation["tipping"]["differences"]
