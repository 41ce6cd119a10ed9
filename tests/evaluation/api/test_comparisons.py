"""Parties, phases and waves of a synthetic year against pandas, scipy and statsmodels."""

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from tests.evaluation.api.conftest import Evaluated
from tests.evaluation.api.synthetic import Answers, cells

ROWS = sorted({cell[:3] for cell in cells()})


def exact(value: float) -> Any:
    return pytest.approx(value, abs=1e-6)


def scores(answers: Answers, cell: str) -> pd.Series:
    return answers.scores(cell)["score"]


def welch(a: pd.Series, b: pd.Series) -> tuple[float, float, float]:
    low, high = CompareMeans(DescrStatsW(a), DescrStatsW(b)).tconfint_diff(usevar="unequal")
    return low, high, float(stats.ttest_ind(a, b, equal_var=False).pvalue)


def is_extreme(side: pd.Series) -> bool:
    share = float((side >= 6.25 - 1e-9).mean())
    return 10 <= len(side) < 30 and (share <= 0.10 or share >= 0.90)


def pairs() -> list[tuple[str, str, str]]:
    return [
        (row, a, b)
        for row in ROWS
        for a, b in combinations([p for p in "GCWO" if f"{row}-{p}" in cells()], 2)
    ]


def test_every_aspect_and_pair_of_parties_is_there_once(both: Evaluated) -> None:
    found = [(one["row"], one["a"], one["b"]) for one in both.evaluation["comparisons"]]
    assert sorted(found) == sorted(pairs())
    assert len(found) > 20


def test_parties_are_compared_as_an_outsider_compares_them(both: Evaluated) -> None:
    sides = {
        (r, a, b): (scores(both.now, f"{r}-{a}"), scores(both.now, f"{r}-{b}"))
        for r, a, b in pairs()
    }
    tested = {key: welch(*ab) for key, ab in sides.items() if min(map(len, ab)) >= 5}
    adjusted = dict(
        zip(
            tested, multipletests([p for *_, p in tested.values()], method="fdr_bh")[1], strict=True
        )
    )
    checked = 0
    for one in both.evaluation["comparisons"]:
        key = one["row"], one["a"], one["b"]
        a, b = sides[key]
        assert one["tested"] is (key in tested)
        if key not in tested:
            assert {
                one[name] for name in one if name not in ("row", "a", "b", "tested", "rounded")
            } == {None}
            continue
        assert (one["n_a"], one["n_b"]) == (len(a), len(b))
        if is_extreme(a) or is_extreme(b):
            assert one["difference"] == round(a.mean() - b.mean(), 1)
            assert one["share_difference"] is None
            continue
        assert one["difference"] == exact(a.mean() - b.mean())
        if min(len(a), len(b)) < 10:
            assert one["low"] is one["p"] is one["p_bh"] is one["cliffs_delta"] is None
            continue
        low, high, p = tested[key]
        assert (one["low"], one["high"]) == (exact(low), exact(high))
        assert (one["p"], one["p_bh"]) == (exact(p), exact(adjusted[key]))
        delta = sum((a.to_numpy()[:, None] > b.to_numpy()).ravel()) - sum(
            (a.to_numpy()[:, None] < b.to_numpy()).ravel()
        )
        assert one["cliffs_delta"] == exact(delta / len(a) / len(b))
        assert one["shown"] is bool(adjusted[key] <= 0.05)
        assert one["hedges_g"] == exact(hedges(a, b))
        assert one["finding"] == finding(key, a.mean() - b.mean(), one)
        check_shares(one, a, b)
        checked += 1
    assert checked > 10


def hedges(a: pd.Series, b: pd.Series) -> float:
    df = len(a) + len(b) - 2
    pooled = ((len(a) - 1) * a.var() + (len(b) - 1) * b.var()) / df
    return float((a.mean() - b.mean()) / pooled**0.5 * (1 - 3 / (4 * df - 1)))


def finding(key: tuple[str, str, str], difference: float, one: dict[str, Any]) -> str | None:
    if key[1:] != ("G", "C"):
        return None
    strong = one["shown"] or abs(one["cliffs_delta"]) >= 0.33
    if not strong or abs(difference) < 1:
        return None
    return "blinde vlek" if difference > 0 else "te streng voor zichzelf"


def check_shares(one: dict[str, Any], a: pd.Series, b: pd.Series) -> None:
    x, y = int((a >= 6.25 - 1e-9).sum()), int((b >= 6.25 - 1e-9).sum())
    p, q = x / len(a), y / len(b)
    (l1, u1), (l2, u2) = (
        proportion_confint(k, n, method="wilson") for k, n in ((x, len(a)), (y, len(b)))
    )
    assert one["share_difference"] == exact(p - q)
    assert one["share_low"] == exact(p - q - ((p - l1) ** 2 + (u2 - q) ** 2) ** 0.5)
    assert one["share_high"] == exact(p - q + ((u1 - p) ** 2 + (q - l2) ** 2) ** 0.5)


PHASES = {
    "info": {"PRE": "R01", "AANVANG": "R03", "TIJDENS": "R06"},
    "bejegening": {"AANVANG": "R04", "TIJDENS": "R07"},
    "wachttijd": {"PRE": "R02", "AANVANG": "R05"},
}


def test_phases_are_those_that_a_party_is_asked_about(both: Evaluated) -> None:
    found = {(one["aspect"], one["party"]) for one in both.evaluation["phases"]}
    assert found == {("info", p) for p in "GCW"} | {
        ("bejegening", "C"),
        ("bejegening", "W"),
        ("wachttijd", "C"),
    }


def test_a_trend_over_phases_is_kendalls_and_welchs(both: Evaluated) -> None:
    for one in both.evaluation["phases"]:
        asked = {
            phase: scores(both.now, f"{row}-{one['party']}")
            for phase, row in PHASES[one["aspect"]].items()
        }
        assert [(line["phase"], line["n"]) for line in one["phases"]] == [
            (phase, len(side)) for phase, side in asked.items()
        ]
        sides = list(asked.values())
        if any(map(is_extreme, sides)):
            continue
        low, high, p = welch(sides[-1], sides[0])
        assert one["difference"] == exact(sides[-1].mean() - sides[0].mean())
        assert (one["low"], one["high"]) == (exact(low), exact(high))
        if len(sides) > 2:
            order = [place for place, side in enumerate(sides) for _ in side]
            found = stats.kendalltau(order, pd.concat(sides), method="asymptotic")
            assert (one["tau_b"], one["p"]) == (exact(found.statistic), exact(found.pvalue))
            p = found.pvalue
        else:
            assert one["tau_b"] is None
        way = "stijgend" if one["difference"] > 0 else "dalend"
        assert one["direction"] == (way if p <= 0.05 else "geen aantoonbare trend")


def test_two_waves_differ_as_an_outsider_finds(both: Evaluated) -> None:
    trend = {one["cell"]: one for one in both.evaluation["trend"]}
    assert sorted(trend) == cells()
    checked = 0
    for party in "GCWO":
        codes = [code for code in cells() if code.endswith(party)]
        sides = {c: (scores(both.before, c), scores(both.now, c)) for c in codes}
        tested = [c for c, ab in sides.items() if min(map(len, ab)) >= 5]
        found = {c: welch(sides[c][1], sides[c][0]) for c in tested}
        adjusted = multipletests([p for *_, p in found.values()], method="fdr_bh")[1]
        for code, p_bh in zip(tested, adjusted, strict=True):
            before, now = sides[code]
            one, (low, high, _) = trend[code], found[code]
            assert (one["n_before"], one["n_now"]) == (len(before), len(now))
            if is_extreme(before) or is_extreme(now):
                continue
            assert one["difference"] == exact(now.mean() - before.mean())
            if min(len(before), len(now)) < 10:
                assert one["low"] is one["p_bh"] is one["verdict"] is None
                continue
            se = (before.var() / len(before) + now.var() / len(now)) ** 0.5
            assert (one["low"], one["high"], one["p_bh"]) == (exact(low), exact(high), exact(p_bh))
            assert one["smallest_detectable"] == exact(2.8 * se)
            word = "hoger" if one["difference"] > 0 else "lager"
            assert one["verdict"] == (word if p_bh <= 0.05 else "geen aantoonbaar verschil")
            checked += 1
    assert checked > 20
