"""Cases `sterren` and `ladder`: results of providers and of people (method.md D.12, D.13)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.cases.reading import Row, number, params, rows, whole
from analysis.crosswalk import (
    ORDER,
    Distance,
    agreement,
    step_distance,
    wage_class_distance,
    wage_distance,
)
from analysis.ladder import movement
from analysis.parameters import Parameters, with_values
from analysis.stars import ProviderResult, ProviderStars, Satisfaction, provider_stars

STAR_PARAMS = {
    "min_afgerond": "star_minimum_finished",
    "min_n_tevredenheid": "star_minimum_satisfaction",
    "krimp_k": "star_shrinkage",
    "norm_tevredenheid": "star_satisfaction_norm",
    "conf": "confidence",
}


def stars(folder: Path) -> dict[str, Any]:
    """Return strata and providers of input_resultaat.csv and input_tevredenheid.csv."""
    path = folder / "input_resultaat.csv"
    table = rows(path, "aanbieder", "stratum", "afgerond", "geslaagd")
    results = [
        ProviderResult(
            row["aanbieder"],
            row["stratum"],
            whole(path, row["afgerond"]) or 0,
            whole(path, row["geslaagd"]) or 0,
        )
        for row in table
    ]
    found = provider_stars(results, _satisfaction(folder), _star_parameters(folder))
    return {
        "strata": [
            {
                "stratum": stratum.stratum,
                "afgerond": stratum.finished,
                "geslaagd": stratum.succeeded,
                "kans": stratum.rate,
            }
            for stratum in found.strata
        ],
        "aanbieders": [_provider(provider) for provider in found.providers],
    }


def _satisfaction(folder: Path) -> dict[str, Satisfaction]:
    path = folder / "input_tevredenheid.csv"
    if not path.exists():
        return {}
    return {
        row["aanbieder"]: Satisfaction(
            whole(path, row["n_clienten"]) or 0,
            number(path, row["cijfer_clienten"]),
        )
        for row in rows(path, "aanbieder", "n_clienten", "cijfer_clienten")
    }


def _star_parameters(folder: Path) -> Parameters:
    given = params(folder)
    values = {ours: given[theirs] for theirs, ours in STAR_PARAMS.items() if theirs in given}
    if "banden" in given:
        values["star_bands"] = tuple((start, int(stars)) for start, stars in given["banden"])
    return with_values(values)


def _provider(provider: ProviderStars) -> dict[str, Any]:
    return {
        "aanbieder": provider.provider,
        "afgerond": provider.finished,
        "geslaagd": provider.succeeded,
        "ruw_percentage": provider.raw_percentage,
        "verwacht": provider.expected,
        "ratio": provider.ratio,
        "ratio_laag": provider.ratio_low,
        "ratio_hoog": provider.ratio_high,
        "ratio_gekrompen": provider.ratio_shrunk,
        "band": provider.band,
        "tevredenheid_onder_norm": provider.satisfaction_below_norm,
        "sterren": provider.stars,
        "onderscheidt_zich": provider.differs,
        "status": provider.status,
    }


def ladder(folder: Path) -> dict[str, Any]:
    """Return movement, crosswalk agreement and wage classes of the three input files."""
    path = folder / "input_beweging.csv"
    table = rows(path, "id", "start", "eind") if path.exists() else []
    moved = movement((whole(path, row["start"]), whole(path, row["eind"])) for row in table)
    return {
        "n": moved.n,
        "omhoog": moved.up,
        "gelijk": moved.equal,
        "omlaag": moved.down,
        "aandeel_omhoog": moved.share_up,
        "wilson_omhoog": [moved.share_up_low, moved.share_up_high],
        "gemiddelde_stap": moved.mean_step,
        "netto_saldo": moved.net,
        "tekentoets_p": moved.sign_test_p,
        "matrix": [list(row) for row in moved.matrix],
        "boven_drempel_start": moved.at_work_start,
        "boven_drempel_eind": moved.at_work_end,
        "kruising": _crosswalk(folder / "input_kruising.csv"),
        "loonwaarde": _wages(folder / "input_loonwaarde.csv"),
    }


def _crosswalk(path: Path) -> dict[str, Any]:
    table = rows(path, "trede6", "spw3") if path.exists() else []
    found = agreement(
        (
            step_distance("VNG6", whole(path, row["trede6"])),
            step_distance("SPW3", whole(path, row["spw3"])),
        )
        for row in table
    )
    return {
        "tabel": [list(row) for row in found.table],
        "volgorde": list(ORDER),
        "overeenstemming": found.share_equal,
        "kappa_lineair_gewogen": found.kappa,
    }


def _wages(path: Path) -> list[dict[str, Any]]:
    table = rows(path, "id", "loonwaarde", "klasse_bron", "klasse") if path.exists() else []
    found = [(row["id"], _wage(row, path)) for row in table]
    return [
        {
            "id": int(person) if person.isdigit() else person,
            "afstand": wage.distance,
            "eenduidig": wage.unambiguous,
        }
        for person, wage in found
    ]


def _wage(row: Row, path: Path) -> Distance:
    value = number(path, row["loonwaarde"])
    if value is not None or not row["klasse"]:
        return wage_distance(value)
    return wage_class_distance(row["klasse_bron"], row["klasse"])
