"""A second opinion on cells, shares, differences and trends: plain rows and textbook formulas.

Written from method.md alone, by someone who had not read the package. It shares no code with it.
"""

import math

import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

SMALL, BORDER = 5, 6.25


def cell(rows, items, lowest=1, highest=5, unknown=9):
    """D.2: the person scores and the figures of a cell; rows are lists of answers or None."""
    scaled = [
        [None if x in (None, unknown) else (x - lowest) / (highest - lowest) * 10 for x in row]
        for row in rows
    ]
    persons = [[x for x in row if x is not None] for row in scaled]
    scores = [np.mean(p) if p and 2 * len(p) >= len(items) else None for p in persons]
    valid = [x for x in scores if x is not None]
    per_item = [
        {
            "item": item,
            "n_geldig": sum(row[i] is not None for row in scaled),
            "n_weet_niet": sum(row[i] == unknown for row in rows),
            "n_leeg": sum(row[i] is None for row in rows),
            "gemiddelde": average([row[i] for row in scaled if row[i] is not None]),
        }
        for i, item in enumerate(items)
    ]
    positive = sum(x >= BORDER - 1e-12 for x in valid)
    return {
        "n_formulieren": len(rows),
        "n_geldig": len(valid),
        "personscores": {str(i): x for i, x in enumerate(scores)},
        "gemiddelde": average(valid),
        "sd": np.std(valid, ddof=1) if len(valid) > 1 else None,
        "mediaan": np.median(valid) if valid else None,
        "aandeel_positief": positive / len(valid) if valid else None,
        "n_positief": positive,
        "per_item": per_item,
    }


def average(values):
    """The mean, None of nothing."""
    return float(np.mean(values)) if len(values) else None


def mean_interval(values, population):
    """D.3: t interval with the finite-population factor, cut off to 0-10, from n = 5 on."""
    n, mean, sd = len(values), np.mean(values), np.std(values, ddof=1)
    se = sd / math.sqrt(n) * (1 if population is None else math.sqrt(1 - n / population))
    shown = n >= SMALL and sd > 0
    margin = stats.t.ppf(0.975, n - 1) * se
    return {
        "se": se,
        "laag": max(0, mean - margin) if shown else None,
        "hoog": min(10, mean + margin) if shown else None,
        "df": n - 1,
    }


def share(x, n, population):
    """D.3: Wilson, Clopper-Pearson, and with N Wilson on n* and the exact hypergeometric."""
    found = {
        "p": x / n,
        "wilson": list(proportion_confint(x, n, method="wilson")),
        "clopper_pearson": list(proportion_confint(x, n, method="beta")),
    }
    if population is None:
        return found
    if n == population:
        point = [x / n, x / n]
        return found | {"n_ster": None, "wilson_fpc": point, "exact_hypergeometrisch": point}
    effective = n * (population - 1) / (population - n)
    possible = [
        k
        for k in range(population + 1)
        if stats.hypergeom.sf(x - 1, population, k, n) > 0.025
        and stats.hypergeom.cdf(x, population, k, n) > 0.025
    ]
    return found | {
        "n_ster": effective,
        "wilson_fpc": list(proportion_confint(x / n * effective, effective, method="wilson")),
        "exact_hypergeometrisch": [possible[0] / population, possible[-1] / population],
    }


def welch(a, b):
    """Welch's test of a - b by the textbook; without any spread only the difference."""
    difference = np.mean(a) - np.mean(b)
    part_a, part_b = np.var(a, ddof=1) / len(a), np.var(b, ddof=1) / len(b)
    if part_a == part_b == 0:
        return {"verschil": difference} | dict.fromkeys(("laag", "hoog", "t", "df", "p"))
    se = math.sqrt(part_a + part_b)
    df = se**4 / (part_a**2 / (len(a) - 1) + part_b**2 / (len(b) - 1))
    margin = stats.t.ppf(0.975, df) * se
    return {
        "verschil": difference,
        "laag": difference - margin,
        "hoog": difference + margin,
        "t": difference / se,
        "df": df,
        "p": 2 * stats.t.sf(abs(difference / se), df),
    }


def adjusted(tested):
    """Benjamini-Hochberg over the records that have a p, as statsmodels does it."""
    known = [one for one in tested if one["p"] is not None]
    if known:
        p_bh = multipletests([one["p"] for one in known], method="fdr_bh")[1]
        for one, p in zip(known, p_bh, strict=True):
            one["p_bh"] = p
    return tested


def compared(a, b):
    """D.5: party a against party b, from the single scores."""
    n_a, n_b = len(a), len(b)
    up = sum(x > y for x in a for y in b) - sum(x < y for x in a for y in b)
    delta = up / n_a / n_b
    pooled = math.sqrt(
        ((n_a - 1) * np.var(a, ddof=1) + (n_b - 1) * np.var(b, ddof=1)) / (n_a + n_b - 2)
    )
    words = ((0.147, "verwaarloosbaar"), (0.33, "klein"), (0.474, "middel"), (9, "groot"))
    pos_a, pos_b = sum(x >= BORDER for x in a), sum(x >= BORDER for x in b)
    low_a, high_a = proportion_confint(pos_a, n_a, method="wilson")
    low_b, high_b = proportion_confint(pos_b, n_b, method="wilson")
    p_a, p_b = pos_a / n_a, pos_b / n_b
    correction = 1 - 3 / (4 * (n_a + n_b - 2) - 1)
    return welch(a, b) | {
        "cliffs_delta": delta,
        "omvang": next(word for limit, word in words if abs(delta) < limit),
        "hedges_g": (np.mean(a) - np.mean(b)) / pooled * correction if pooled else None,
        "verschil_pos": p_a - p_b,
        "newcombe": [
            p_a - p_b - math.hypot(p_a - low_a, high_b - p_b),
            p_a - p_b + math.hypot(high_a - p_a, p_b - low_b),
        ],
    }


def trend(phases):
    """D.6: tau-b over three phases or more, Welch's p over two, last minus first."""
    ends = welch(phases[-1], phases[0])
    found = {"laag": ends["laag"], "hoog": ends["hoog"], "verschil": ends["verschil"]}
    if len(phases) == 2:
        return found | {"kendall_tau_b": None, "p": ends["p"]}
    order = [place for place, scores in enumerate(phases) for _ in scores]
    test = stats.kendalltau(order, [x for scores in phases for x in scores], method="asymptotic")
    return found | {"kendall_tau_b": test.statistic, "p": test.pvalue}


def alpha(rows):
    """Cronbach's alpha from the covariances of complete rows, and each item with the rest."""
    data = np.array([row for row in rows if None not in row], dtype=float)
    k, covariance = data.shape[1], np.cov(data.T)
    rest = [np.corrcoef(data[:, j], np.delete(data, j, 1).sum(1))[0, 1] for j in range(k)]
    return k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()), rest


def signed_rank_exact(changes):
    """The exact two-sided p of the signed rank sum, by trying every pattern of signs."""
    moved = np.array([x for x in changes if x])
    ranks = stats.rankdata(abs(moved))
    observed = abs(ranks[moved > 0].sum() - ranks.sum() / 2)
    signs = np.array(np.meshgrid(*[(0, 1)] * len(moved))).reshape(len(moved), -1)
    return float(np.mean(abs(ranks @ signs - ranks.sum() / 2) >= observed - 1e-9))
