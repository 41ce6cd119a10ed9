"""Two synthetic waves as files of answers, and what an outsider reads in those files.

Nothing here calls `analysis`: the expected values of the tests come from these rows by pandas,
scipy and statsmodels.
"""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd

ITEMS = json.loads(
    (Path(__file__).parents[2] / "questionnaire/content/items.json").read_text(encoding="utf-8")
)["items"]
COLUMNS = ("token", "form", "item", "value", "date", "mode")
SIZES = {
    "K1-PRE": 70,
    "K2-AANVANG": 64,
    "K3-TIJDENS": 130,
    "K4-EINDE": 60,
    "K5-POST": 24,
    "W1-PRE": 14,
    "W2-AANVANG": 13,
    "W3-TIJDENS": 26,
    "W4-EINDE": 12,
    "W5-POST": 7,
    "O-JAAR": 9,
    "G-ZELF": 33,
}
LINKED = {"K2-AANVANG": "client", "K4-EINDE": "client", "W2-AANVANG": "job", "W4-EINDE": "job"}
MODES = ("web", "web", "web", "web", "phone", "phone", "paper", "help")
POPULATION = {
    "doelgroep": {"arbeidsbeperking": 90, "statushouder": 70, "allebei": 30, "geen": 210},
    "leeftijd": {"18-26": 80, "27-45": 120, "46-54": 90, "55+": 110},
}
PEOPLE = {"N": 400, **POPULATION}
Row = tuple[str, ...]


@dataclass(frozen=True)
class Answers:
    """The rows of a file and, as numbers, one line per person and form."""

    rows: tuple[Row, ...]
    table: pd.DataFrame

    def form(self, code: str) -> pd.DataFrame:
        """One row per person: a column per question (NaN: blank or not asked), B1-B3 and mode."""
        part = self.table[self.table["form"] == code]
        wide = part.pivot(index="token", columns="item", values="value")
        wide["mode"] = part.groupby("token")["mode"].first()
        background = self.table[self.table["form"] == "ACHTERGROND"]
        if not background.empty:
            wide = wide.join(background.pivot(index="token", columns="item", values="value"))
        return wide

    def scores(self, cell: str) -> pd.DataFrame:
        """Person scores of a cell with the background and mode of each person."""
        items = [item for item in ITEMS if cell in item["cellen"]]
        return self.scored(items)

    def scored(self, items: list[dict[str, Any]]) -> pd.DataFrame:
        """Person scores over these questions of one form: at least half of what was asked."""
        form, codes = items[0]["formulier"], [item["code"] for item in items]
        wide = self.form(form)
        asked = self.table[(self.table["form"] == form) & self.table["item"].isin(codes)]
        number = asked.groupby("token")["item"].count().reindex(wide.index).fillna(0)
        scored = pd.DataFrame(index=wide.index)
        for item in items:
            if item["code"] not in wide:
                continue
            rating = item["schaal"] == "R10"
            x = wide[item["code"]].where(wide[item["code"]] != (99 if rating else 9))
            scored[item["code"]] = (x - 1) / 9 * 10 if rating else (x - 1) / 4 * 10
        wide["score"] = scored.mean(axis=1)
        valid = scored.notna().sum(axis=1)
        return wide[(valid > 0) & (valid * 2 >= number)]


def cells() -> list[str]:
    """Every cell that questions feed."""
    return sorted({cell for item in ITEMS for cell in item["cellen"]})


def made(seed: int, shift: float = 0.0, factor: float = 1.0) -> Answers:
    """A wave in the long format."""
    chance = Random(seed)
    rows: list[Row] = []
    for form, size in SIZES.items():
        for number in range(round(size * factor)):
            person = LINKED.get(form) if number < 40 else None
            token = f"{person}-{number}" if person else f"{form}-{number}"
            seen = any(row[0] == token for row in rows) if person else False
            rows += _sheet(form, token, chance, shift)
            if form.startswith("K") and not seen and chance.random() < 0.93:
                rows += _background(token, chance)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    table = table[table["item"].map(lambda code: code[0] in "BCWOG")]
    table["value"] = pd.to_numeric(table["value"], errors="coerce")
    return Answers(tuple(rows), table)


def write(answers: Answers, path: Path) -> Path:
    """The rows as a file."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows((COLUMNS, *answers.rows))
    return path


def _background(token: str, chance: Random) -> list[Row]:
    given = {
        "B1": chance.choices(("1", "2", "3", "4", "5"), (22, 18, 6, 50, 4))[0],
        "B2": chance.choices(("1", "2", "3", "4", "5"), (18, 34, 20, 26, 2))[0],
        "B3": chance.choices(("1", "2", "3", "4", ""), (35, 30, 20, 12, 3))[0],
    }
    return [
        (token, "ACHTERGROND", item, value, "2026-11-05", "web") for item, value in given.items()
    ]


def _sheet(form: str, token: str, chance: Random, shift: float) -> list[Row]:
    leaning = chance.gauss(shift, 0.6) + (0.5 if form == "G-ZELF" else 0)
    mode, given = chance.choice(MODES), dict[str, str]()
    leaning += 0.5 if mode == "phone" else 0
    for item in (item for item in ITEMS if item["formulier"] == form):
        if not item["route"] or _asked(item["route"], given):
            given[item["code"]] = _value(item, chance, leaning)
    return [(token, form, item, value, "2026-11-05", mode) for item, value in given.items()]


def _asked(route: str, given: dict[str, str]) -> bool:
    question, _, condition = route.replace(" niet ", " != ").partition(" ")
    if condition.startswith("= Ja"):
        return given.get(question) == "1"
    if condition.startswith("= een aanbieder"):
        return given.get(question) in ("1", "2")
    return given.get(question) != "7"  # W309: Geen


def _value(item: dict[str, Any], chance: Random, leaning: float) -> str:
    if chance.random() < 0.05:
        return ""
    scale = item["schaal"]
    if scale in ("SQ", "SV", "SK") or item["code"] == "G303":
        value = round(3.3 + leaning + chance.gauss(0, 0.9))
        return chance.choice(["9", *[str(max(1, min(5, value)))] * 14])
    if scale == "R10":
        value = round(6.3 + 1.5 * leaning + chance.gauss(0, 1.4))
        return chance.choice(["99", *[str(max(1, min(10, value)))] * 24])
    if item["code"] in ("C407", "W407"):
        return chance.choice("11223")
    if item["code"] in ("C211", "C402", "C506"):
        return chance.choice("1223344569")
    fixed = {"OPEN": "Het ging goed.", "NUM": "12|10|8|5", "JN": "1", "MULTI": "1"}
    if scale in fixed:
        return fixed[scale]
    if item["opties"][0][1] == ":":
        return str(chance.choice(item["opties"])[0])
    return str(chance.randint(1, len(item["opties"]) - 1))
