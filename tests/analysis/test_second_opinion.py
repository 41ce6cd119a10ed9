"""Other inputs than the worked cases, computed a second time by formulas that share no code."""

import json
from collections import defaultdict
from random import Random

import pytest

from analysis.cases.__main__ import main
from tests.analysis.varied import means, rules, weights

SEEDS = range(4)
PHASES = ("PRE", "AANVANG", "TIJDENS", "EINDE", "POST")


def same(expected, found, place=""):
    """Yield where `found` lacks or contradicts what is expected."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            yield from same(value, found.get(key, "nothing"), f"{place}.{key}")
    elif isinstance(expected, list | tuple):
        assert len(expected) == len(found), place
        for number, (one, other) in enumerate(zip(expected, found, strict=True)):
            yield from same(one, other, f"{place}[{number}]")
    elif expected is None or isinstance(expected, bool | str):
        if expected != found:
            yield f"{place}: {found!r}, not {expected!r}"
    elif not isinstance(found, int | float) or abs(expected - found) > 1e-6:
        yield f"{place}: {found!r}, not {expected!r}"


@pytest.fixture
def run(tmp_path):
    """Return a function that computes one case from rows and returns the result."""

    def computed(name, **files):
        folder = tmp_path / "in" / name
        folder.mkdir(parents=True)
        for file, content in files.items():
            if isinstance(content, dict):
                (folder / f"{file}.json").write_text(json.dumps(content))
            else:
                lines = (",".join("" if x is None else str(x) for x in row) for row in content)
                (folder / f"{file}.csv").write_text("\n".join(lines) + "\n")
        assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
        return json.loads((tmp_path / "out" / f"{name}.json").read_text())

    return computed


def marks(random, n):
    """Return n scores on quarters of 0-10, with ties."""
    return [random.randint(0, 40) / 4 for _ in range(n)]


@pytest.mark.parametrize("seed", SEEDS)
def test_cells_means_and_shares(run, seed):
    random = Random(seed)
    rows = [[random.choice([None, 9, 1, 2, 3, 4, 5]) for _ in "abc"] for _ in range(4 * seed)]
    table = [["id", "a", "b", "c"], *([i, *row] for i, row in enumerate(rows))]
    expected = means.cell(rows, ["a", "b", "c"])
    assert list(same(expected, run("01_celscore", input=table)["drie_items"])) == []

    values, population = marks(random, 2 + 3 * seed), random.choice([None, 2 + 3 * seed, 90])
    given = {"input": [["personscore"], *([x] for x in values)], "params": {"N": population}}
    found = run("02_gemiddelde_interval", **given)
    assert list(same(means.mean_interval(values, None), found["zonder_fpc"])) == []
    if population:
        assert list(same(means.mean_interval(values, population), found["met_fpc"])) == []

    shares = []
    for n in (1, 4, 9, 30, 77):
        shares.append((random.randint(0, n), n, random.choice([None, n, n + 1, n + 60])))
    table = [["case", "x", "n", "N"], *([i, *one] for i, one in enumerate(shares))]
    expected = [means.share(*one) for one in shares]
    assert list(same(expected, run("03_aandeel_interval", input=table))) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_parties_and_their_adjustment(run, seed):
    random = Random(seed)
    groups = {party: marks(random, random.choice([4, 5, 9, 25])) for party in "GCWO"}
    if seed == 0:
        groups["G"], groups["C"] = [7.5] * 6, [5.0] * 7
    rows = [[party, x] for party, scores in groups.items() for x in scores]
    random.shuffle(rows)
    found = run("05_partijen", input=[["partij", "score"], *rows])["vergelijkingen"]
    assert len(found) == 6
    tested = [one for one in found if min(len(groups[one["a"]]), len(groups[one["b"]])) >= 5]
    expected = [means.compared(groups[one["a"]], groups[one["b"]]) for one in tested]
    assert list(same(means.adjusted(expected), tested)) == []
    assert all(one["p"] is one["gem_a"] is None for one in found if one not in tested)


@pytest.mark.parametrize("seed", SEEDS)
def test_phases_and_waves(run, seed):
    random = Random(seed)
    names = PHASES[: random.choice([2, 3, 4, 5])]
    groups = {name: marks(random, random.choice([5, 8, 30])) for name in names}
    rows = [[name, x] for name, scores in groups.items() for x in scores]
    random.shuffle(rows)
    found = run("06_fasetrend", input=[["fase", "score"], *rows])
    expected = means.trend([groups[name] for name in names])
    assert list(same(expected, found)) == []
    assert (found["richting"] != "geen aantoonbare trend") == (expected["p"] <= 0.05)

    cells = [
        (f"R{i:02d}-{random.choice('CW')}", marks(random, 9), marks(random, 14)) for i in range(9)
    ]
    rows = [
        [code, 9, sum(a) / 9, means.np.std(a, ddof=1), 14, sum(b) / 14, means.np.std(b, ddof=1)]
        for code, a, b in cells
    ]
    header = ["cel", "n1", "mean1", "sd1", "n2", "mean2", "sd2"]
    found = run("07_metingtrend", input=[header, *rows])
    expected = [means.welch(b, a) for _, a, b in cells]
    by_party = defaultdict(list)
    for (code, _, _), one in zip(cells, expected, strict=True):
        by_party[code[-1]].append(one)
    for party in by_party.values():
        means.adjusted(party)
    assert list(same(expected, found)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_exact_signed_rank_test_with_ties_and_zeros(run, seed):
    random = Random(seed)
    pairs = [(random.randint(1, 10), random.randint(1, 10)) for _ in range(10 + seed % 4)]
    rows = [[f"t{i}", a, b] for i, (a, b) in enumerate(pairs)]
    found = run("08_verwachting_uitkomst", input=[["token", "verwachting", "uitkomst"], *rows])
    exact = means.signed_rank_exact([b - a for a, b in pairs])
    assert found["wilcoxon_p_exact_coin"] == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_weights_with_unknown_groups_small_groups_and_trimming(run, seed):
    random = Random(100 + seed)
    population = {"doelgroep": {"a": 200, "b": 300, "c": 100}, "leeftijd": {"x": 90, "y": 510}}
    n = random.choice([49, 50, 80, 150])
    groups = random.choices(["a", "b", "c", "zeg ik niet"], [9, 9, random.choice([1, 4]), 1], k=n)
    ages = random.choices(["x", "y", ""], [random.choice([2, 12]), 8, 1], k=n)
    scores = marks(random, n)
    table = [
        ["id", "doelgroep", "leeftijd", "score"],
        *zip(range(n), groups, ages, scores, strict=True),
    ]
    found = run("09_representativiteit", input=table, populatie={"N": 600, **population})
    expected = weights.weighted(groups, ages, scores, population)
    assert list(same(expected["ongewogen"], found["ongewogen"])) == []
    assert list(same(expected["post"], found["poststratificatie_doelgroep"])) == []
    assert list(same(expected["raked"], found["raking_doelgroep_leeftijd"])) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_stars_and_lights(run, seed):
    random = Random(seed)
    rows = []
    for provider in "PQRST":
        for stratum in ("klein", "middel", "groot"):
            finished = random.choice([0, 1, 3, 9, 25])
            rows.append([provider, stratum, finished, random.randint(0, finished)])
    satisfaction = {p: (random.choice([4, 5, 20]), random.choice([6.4, 6.5, 8])) for p in "PQR"}
    marks_ = [["aanbieder", "n_clienten", "cijfer_clienten"]]
    marks_ += [[p, *one] for p, one in satisfaction.items()]
    table = [["aanbieder", "stratum", "afgerond", "geslaagd"], *rows]
    found = run("11_sterren", input_resultaat=table, input_tevredenheid=marks_)
    by_provider = {one["aanbieder"]: one for one in found["aanbieders"]}
    assert list(same(rules.stars(rows, satisfaction), by_provider)) == []

    indicators, norms = [], []
    for _ in range(30):
        mean = random.choice([5.4, 5.5, 6.9, 7.0, 8.0])
        low, high = random.choice([mean - 0.2, 5.5, 5.4]), random.choice([mean + 0.2, 7.0, 7.1])
        indicators.append(
            [random.choice([0, 4, 5, 9, 10, 40]), mean, min(low, mean), max(high, mean)]
        )
        norms.append(random.choices(["groen", "oranje", "rood", "grijs"], k=random.randint(1, 5)))
    lights = [["case", "n", "mean", "lcl", "ucl"], *(["x", *one] for one in indicators)]
    combined = [["norm", "criteria"], *(["N", " ".join(one)] for one in norms)]
    found = run("10_stoplicht", input=lights, input_norm=combined)
    shown = [(one["kleur"], one["onzeker"], one["indicatief"]) for one in found["indicatoren"]]
    assert shown == [rules.light(*one) for one in indicators]
    shown = [(one["kleur"], one["onvolledig"]) for one in found["normen"]]
    assert shown == [rules.norm(one) for one in norms]


@pytest.mark.parametrize("seed", SEEDS)
def test_interviewees_are_chosen_as_the_rule_says_and_the_best_coverage_is_the_best(run, seed):
    random = Random(seed)
    choices = {
        "doelgroep": "sao", "leeftijd": "1234", "duur": "1234", "partij": "gpq", "fase": "PATEN",
    }  # fmt: skip
    people = {
        f"k{i:02d}": {name: random.choice(values) for name, values in choices.items()}
        for i in range(random.choice([5, 9, 12]))
    }
    mark = {who: random.choice([4, 6, 6.5, 7, 9]) for who in people}
    quota = random.choice([{"minder": 4, "tevreden": 4}, {"minder": 2, "tevreden": 3}])
    rows = [[who, mark[who], *traits.values()] for who, traits in people.items()]
    random.shuffle(rows)
    table = [["id", "cijfer_info", *choices], *rows]
    params = {"quotum": quota, "aantal": sum(quota.values())}
    found = run("13_interviewselectie", input=table, params=params)
    steps, covered = rules.interviewees(people, mark, quota)
    assert [(one["groep"], one["id"], one["winst"]) for one in found["volgorde"]] == steps
    assert found["dekking_gretig"] == covered
    numbers = [sum(step[0] == group for step in steps) for group in rules.GROUPS]
    assert found["dekking_maximaal_uitputtend"] == rules.most_covered(people, mark, numbers)


def needs_of(kind, random):
    """Return nine needs: of one kind two of three are there, the fourth kind has none."""
    row = [0] * 9
    if kind < 3:
        for place in random.choice([(0, 1), (0, 1, 2)]):
            row[3 * kind + place] = 1
    return row


@pytest.mark.parametrize("seed", SEEDS)
def test_groups_with_shared_needs_and_reliability(run, seed):
    random = Random(seed)
    kinds = [random.choice(range(4)) for _ in range(24)]
    rows = [needs_of(kind, random) for kind in kinds]
    table = [["id", *"abcdefghi"], *([f"h{i:02d}", *row] for i, row in enumerate(rows))]
    found = run("14_behoeftegroepen", input=table)
    members = [[f"h{i:02d}" for i, one in enumerate(kinds) if one == kind] for kind in range(4)]
    assert found["zonder_behoefte"] == members[3]
    clusters = {tuple(one["leden"]): one for one in found["clusters"]}
    assert set(clusters) == {tuple(one) for one in members[:3] if one}
    for ids, one in clusters.items():
        own = [rows[int(name[1:])] for name in ids]
        shares = dict(zip("abcdefghi", means.np.mean(own, axis=0), strict=True))
        assert list(same(shares, one["aandeel"])) == []
        assert one["kenmerken"] == [need for need, x in shares.items() if x >= 0.6]
        assert one["vormt_groep"] == (len(ids) >= 5)

    answers = [[min(5, max(1, base + random.choice([-1, 0, 1]))) for _ in "abc"]
               for base in (random.randint(1, 5) for _ in range(20))]  # fmt: skip
    answers[3][1] = None
    found = run("16_betrouwbaarheid", input=[list("abc"), *answers])
    alpha, rest = means.alpha(answers)
    assert found["n"] == 19
    assert list(same({"alpha": alpha, "item_rest": rest}, found)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_table_is_hidden_as_cheaply_as_can_be(run, seed):
    random = Random(seed)
    rows, columns = ("PRE", "AANVANG", "EINDE"), ("a", "b", "c")
    counts = {(r, c): random.choice([0, 2, 4, 6, 7, 9, 12, 20]) for r in rows for c in columns}
    table = [["fase", *columns], *([r, *(counts[r, c] for c in columns)] for r in rows)]
    found = run("04_onderdrukking", input_2d=table)["twee_dimensies"]
    assert found["minimale_kosten"] == rules.cheapest_pattern(counts)
    hidden = {tuple(name.split("/")) for name in found["optimaal_patroon"]}
    if found["minimale_kosten"] is not None:
        assert sum(counts[cell] for cell in hidden) == found["minimale_kosten"]
        expected = {"/".join(cell): ends for cell, ends in rules.ranges(hidden, counts).items()}
        assert list(same(expected, found["lp_audit"])) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_one_row_of_groups_hides_as_few_people_as_the_rule_asks(tmp_path, seed):
    random = Random(seed)
    folder = tmp_path / "in" / "04_onderdrukking"
    folder.mkdir(parents=True)
    cases = [
        {
            "case": i,
            "cellen": {g: random.choice([0, 1, 2, 4, 5, 9, 22]) for g in "abcde"[: 1 + i % 5]},
        }
        for i in range(20)
    ]
    (folder / "input_1d.json").write_text(json.dumps(cases))
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    found = json.loads((tmp_path / "out" / "04_onderdrukking.json").read_text())["een_dimensie"]
    for case, one in zip(cases, found, strict=True):
        expected = rules.hidden_cost(list(case["cellen"].values()))  # type: ignore[attr-defined]
        assert one["totaal_getoond"] == (expected is not None)
        if expected is not None:
            assert sum(case["cellen"][name] for name in one["afgeschermd"]) == expected
