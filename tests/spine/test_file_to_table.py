"""From a file of answers to Tabel 1 by the commands alone, against an independent calculation."""

import csv
import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from scipy import stats

ROOT = Path(__file__).resolve().parents[2]
ITEMS = json.loads((ROOT / "tests/questionnaire/content/items.json").read_text(encoding="utf-8"))[
    "items"
]
POPULATION = {"K2-AANVANG": 90, "TIJDENS": {"N": 75}, "G-ZELF": 40}
SIZES = {
    "K1-PRE": 31,
    "K2-AANVANG": 28,
    "K3-TIJDENS": 75,
    "K4-EINDE": 7,
    "K5-POST": 3,
    "W1-PRE": 14,
    "W3-TIJDENS": 12,
    "O-JAAR": 9,
    "G-ZELF": 33,
}
Run = Any


@pytest.fixture
def run(tmp_path: Path, database_url: str) -> Run:
    """A `trajectspiegel` of its own: home, database and no terminal."""
    environment = os.environ | {
        "TRAJECTSPIEGEL_HOME": str(tmp_path / "home"),
        "DATABASE_URL": database_url,
    }

    def command(*words: str, expected: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "survey_app.cli", *words],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == expected, done.stderr + done.stdout
        return done.stdout + done.stderr

    return command


def made_answers(seed: int) -> list[tuple[str, ...]]:
    """Random sheets in the long format, with don't-knows, blanks and routed-out questions."""
    chance = random.Random(seed)
    rows = []
    for form, size in SIZES.items():
        for person in range(size):
            token, leaning = f"{form}-{person}", chance.uniform(-1, 1)
            given: dict[str, str] = {}
            for item in (item for item in ITEMS if item["formulier"] == form):
                if item["route"] and not asked(item["route"], given):
                    continue
                given[item["code"]] = value_for(item, chance, leaning)
                rows.append((token, form, item["code"], given[item["code"]], "2026-11-05", "web"))
    return rows  # type: ignore[return-value]


def asked(route: str, given: dict[str, str]) -> bool:
    question, _, condition = route.replace(" niet ", " != ").partition(" ")
    answer = given.get(question, "")
    if condition.startswith("= Ja"):
        return answer == "1"
    if condition.startswith("= een aanbieder"):
        return answer == "1"
    return answer != "7"  # W309: Geen


def value_for(item: dict[str, Any], chance: random.Random, leaning: float) -> str:
    if chance.random() < 0.06:
        return ""
    scale = item["schaal"]
    if scale in ("SQ", "SV", "SK") or item["code"] == "G303":
        score = round(3.4 + leaning + chance.gauss(0, 0.9))
        return chance.choice(["9", *[str(max(1, min(5, score)))] * 12])
    if scale == "R10":
        return str(max(1, min(10, round(6 + 2 * leaning + chance.gauss(0, 1.5)))))
    if scale == "OPEN":
        return "Het ging goed; dank u."
    if scale == "NUM":
        return "12|10|8|5"
    if scale == "JN":
        return chance.choice("129")
    if scale == "MULTI":
        return str(chance.randint(1, len(item["opties"])))
    if item["opties"][0][1] == ":":
        return chance.choice(item["opties"])[0]
    return str(chance.randint(1, len(item["opties"])))


def expected_cells(rows: list[tuple[str, ...]]) -> dict[str, dict[str, Any]]:
    """The figures of every question-fed cell straight from the rows (method.md D.2-D.4)."""
    table = pd.DataFrame(rows, columns=["token", "form", "item", "value", "date", "mode"])
    scales = {item["code"]: item for item in ITEMS}
    fed: dict[str, list[str]] = {}
    for item in ITEMS:
        for cell in item["cellen"]:
            fed.setdefault(cell, []).append(item["code"])
    return {cell: figures(table, scales, codes) for cell, codes in fed.items()}


def figures(table: pd.DataFrame, items: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    part = table[table["item"].isin(codes)].copy()
    part["x"] = pd.to_numeric(part["value"]).where(lambda x: ~x.isin([9, 99]))
    if items[codes[0]]["schaal"] == "R10":
        part["x"] = (pd.to_numeric(part["value"]).where(lambda x: x != 99) - 1) / 9 * 10
    else:
        part["x"] = (part["x"] - 1) / 4 * 10
    people = part.groupby("token")["x"].agg(["mean", "count"])
    scores = people.loc[people["count"] * 2 >= len(codes), "mean"].dropna()
    n = len(scores)
    if n < 5:
        return {"n": 0 if n == 0 else None, "mean": None, "low": None}
    mean = scores.mean()
    if n < 10:
        return {"n": n, "mean": mean, "low": None}
    size = POPULATION.get(items[codes[0]]["formulier"])
    people_in_all = {"K2-AANVANG": 90, "K3-TIJDENS": 75, "G-ZELF": 40}.get(
        items[codes[0]]["formulier"], size
    )
    correction = (1 - n / people_in_all) ** 0.5 if people_in_all else 1.0
    margin = stats.t.ppf(0.975, n - 1) * scores.std() / n**0.5 * correction
    return {
        "n": n,
        "mean": mean,
        "sd": scores.std(),
        "low": max(0.0, mean - margin),
        "high": min(10.0, mean + margin),
        "share": (scores >= 6.25).mean(),
    }


def test_a_file_of_answers_becomes_the_table_that_it_should(run: Run, tmp_path: Path) -> None:
    rows = made_answers(seed=7)
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("token", "form", "item", "value", "date", "mode"), *rows])
    (tmp_path / "population.json").write_text(json.dumps(POPULATION))
    run("init")
    run("new-organisation", "Waddinxveen")
    dates = ("--from", "2026-11-01", "--to", "2026-11-30")
    population = ("--population", str(tmp_path / "population.json"))
    run("new-wave", "Najaar", "--organisation", "Waddinxveen", *dates, *population)
    assert f"{sum(SIZES.values())} answer sheets taken, 0 rows refused" in run(
        "import-answers", str(path), "--wave", "Najaar"
    )
    run("close-wave", "Najaar", "--yes")
    cells = json.loads(run("table", "--wave", "Najaar", "--json"))["cells"]
    assert len(cells) == 47
    for code, expected in expected_cells(rows).items():
        cell = cells[code]
        assert cell["n"] == expected["n"], code
        share, n = expected.get("share"), expected["n"] or 0
        hidden = share is None or (n < 30 and not 0.1 < share < 0.9)
        if share is not None and hidden:  # only a bound: the mean is rounded or held back
            assert cell["mean"] in (None, pytest.approx(expected["mean"], abs=0.0501)), code
            assert (cell["sd"], cell["median"], cell["distribution"]) == (None, None, None), code
        else:
            for key in ("mean", "sd", "low", "high"):
                assert cell[key] == pytest.approx(expected.get(key), abs=1e-9), (code, key)
        assert cell["share_positive"] == (None if hidden else pytest.approx(share)), code


def test_wrong_words_get_one_sentence_and_no_trace(run: Run) -> None:
    run("init")
    told = run("new-wave", "X", "--organisation", "Nergens", *_dates(), expected=1)
    assert "no organisation 'Nergens'" in told
    assert "Traceback" not in told
    run("new-organisation", "Waddinxveen")
    assert "exists already" in run("new-organisation", "Waddinxveen", expected=1)
    told = run("new-wave", "X", "--organisation", "Waddinxveen", *_dates("2026-10-01"), expected=1)
    assert "lies before" in told


def _dates(last: str = "2026-11-30") -> tuple[str, ...]:
    return ("--from", "2026-11-01", "--to", last)
