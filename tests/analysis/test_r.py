"""The same data in R: survey, coin and effsize, where they are installed."""

import csv
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.cells import scores_from
from analysis.comparisons.parties import cliffs_delta
from analysis.estimates.calibration import Margin, Sample
from analysis.estimates.intervals import mean_interval
from analysis.estimates.paired import count_pairs, differences, signed_rank
from analysis.response.weighting import weighting

CASES = Path(__file__).parent / "cases"
RSCRIPT = shutil.which("Rscript")


def run_r(package, code):
    """Return the numbers that R prints, or skip with the reason why R cannot be asked."""
    if RSCRIPT is None:
        pytest.skip("Rscript is not installed: nothing was compared with R")
    asked = f"quit(status = if (requireNamespace('{package}', quietly = TRUE)) 0 else 3)"
    if subprocess.run([RSCRIPT, "-e", asked], capture_output=True, check=False).returncode == 3:
        pytest.skip(f"R has no package {package}: nothing was compared with it")
    text = f"suppressMessages(library({package}))\n{code}"
    done = subprocess.run([RSCRIPT, "-"], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [float(number) for number in done.stdout.splitlines()[-1].split()]


def vector(values):
    """Return numbers as an R vector."""
    return "c(" + ", ".join(repr(float(value)) for value in values) + ")"


def response():
    """Return the rows and the population of case 09."""
    folder = CASES / "09_representativiteit"
    with (folder / "input.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, json.loads((folder / "populatie.json").read_text(encoding="utf-8"))


def test_a_mean_with_a_finite_population_equals_svymean():
    values = [8.75, 7.5, 6.25, 1.25, 7.5, 5, 10, 7.5, 1.25, 6.25, 5]
    found = scores_from(values)
    margin = mean_interval(found.n, found.mean, found.sd, 60)
    code = f"""
    d <- data.frame(y = {vector(values)}, N = 60)
    s <- svydesign(ids = ~1, data = d, weights = ~I(N / nrow(d)), fpc = ~N)
    m <- svymean(~y, s)
    cat(format(c(coef(m), confint(m, df = degf(s))), digits = 15))
    """
    assert [found.mean, margin.low, margin.high] == pytest.approx(run_r("survey", code), abs=1e-9)


def test_post_stratified_and_raked_means_equal_r():
    rows, population = response()
    margins = [Margin(name, population[name]) for name in ("doelgroep", "leeftijd")]
    sample = Sample.of(
        [((row["doelgroep"], row["leeftijd"]), float(row["score"]), 1) for row in rows]
    )
    found = weighting(sample, margins, population["N"])

    def frame(name):
        """Return a margin as an R data frame."""
        labels = ", ".join(f"'{key}'" for key in population[name])
        return f"data.frame({name} = c({labels}), Freq = {vector(population[name].values())})"

    columns = ", ".join(
        f"{name} = c({', '.join(repr(row[name]) for row in rows)})"
        for name in ("doelgroep", "leeftijd")
    )
    code = f"""
    d <- data.frame({columns}, y = {vector(row["score"] for row in rows)}, N = 500)
    s <- svydesign(ids = ~1, data = d, weights = ~I(N / nrow(d)), fpc = ~N)
    p <- svymean(~y, postStratify(s, ~doelgroep, {frame("doelgroep")}))
    r <- svymean(~y, rake(s, list(~doelgroep, ~leeftijd),
                          list({frame("doelgroep")}, {frame("leeftijd")}),
                          control = list(maxit = 1000, epsilon = 1e-10)))
    cat(format(c(coef(p), SE(p), coef(r), SE(r)), digits = 15))
    """
    ours = [
        found.post_stratified.mean,
        found.post_stratified.se,
        found.raked.mean,
        found.raked.se,
    ]
    assert ours == pytest.approx(run_r("survey", code), abs=1e-7)


def test_the_exact_signed_rank_p_equals_coin():
    rows = [(8, 7), (7, 7), (9, 6), (6, 8), (8, 5), (7, 6), (10, 8), (5, 7), (7, 4), (8, 9)]
    found = signed_rank(differences(count_pairs(rows)))
    code = f"""
    y <- {vector(second for _, second in rows)}
    x <- {vector(first for first, _ in rows)}
    t <- wilcoxsign_test(y ~ x, distribution = "exact", zero.method = "Wilcoxon")
    cat(format(c(pvalue(t), wilcox.test(y, x, paired = TRUE, exact = FALSE)$p.value), digits = 15))
    """
    assert [found.p_exact, found.p_normal] == pytest.approx(run_r("coin", code), abs=1e-9)


def test_cliffs_delta_equals_effsize():
    a, b = [7.5, 7.5, 8.75, 6.25, 10], [5, 7.5, 2.5, 6.25, 8.75, 5]
    code = f"cat(format(cliff.delta({vector(a)}, {vector(b)})$estimate, digits = 15))"
    ours = cliffs_delta(scores_from(a), scores_from(b))
    assert [ours] == pytest.approx(run_r("effsize", code), abs=1e-9)
