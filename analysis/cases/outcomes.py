"""Cases `sterren` and `ladder`: results of providers and of people (method.md D.12, D.13)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.cases.reading import MISSING, CaseError, Row, identity, rows
from analysis.cases.settings import PARAMS, changed, numbers, params
from analysis.outcomes.crosswalk import (
    ORDER,
    Distance,
    agreement,
    step_distance,
    wage_class_distance,
    wage_distance,
)
from analysis.outcomes.ladder import movement
from analysis.outcomes.stars import ProviderResult, ProviderStars, Satisfaction, provider_stars
from analysis.parameters import Parameters

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
    results = [_result(row) for row in table]
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


def _result(row: Row) -> ProviderResult:
    finished, succeeded = row.whole("afgerond") or 0, row.whole("geslaagd") or 0
    with row.named():
        return ProviderResult(row["aanbieder"], row["stratum"], finished, succeeded)


def _satisfaction(folder: Path) -> dict[str, Satisfaction]:
    path = folder / "input_tevredenheid.csv"
    if not path.exists():
        return {}
    return {
        row["aanbieder"]: Satisfaction(
            row.whole("n_clienten") or 0,
            row.number("cijfer_clienten"),
        )
        for row in rows(path, "aanbieder", "n_clienten", "cijfer_clienten")
    }


def _star_parameters(folder: Path) -> Parameters:
    values: dict[str, Any] = dict(numbers(folder, STAR_PARAMS))
    bands = params(folder).get("banden")
    if bands:
        try:
            values["star_bands"] = tuple((float(start), int(stars)) for start, stars in bands)
        except (TypeError, ValueError):
            raise CaseError(folder / PARAMS, f"banden: {bands!r} are no pairs") from None
    return changed(folder, values)


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
    moved = movement(_steps(row) for row in table)
    return {
        "n": moved.n,
        "omhoog": moved.up,
        "gelijk": moved.equal,
        "omlaag": moved.down,
        "aandeel_omhoog": moved.share_up,
        "wilson_omhoog": [moved.share_up_low, moved.share_up_high] if moved.n else None,
        "gemiddelde_stap": moved.mean_step,
        "netto_saldo": moved.net,
        "tekentoets_p": moved.sign_test_p,
        "matrix": [list(row) for row in moved.matrix],
        "boven_drempel_start": moved.at_work_start,
        "boven_drempel_eind": moved.at_work_end,
        "kruising": _crosswalk(folder / "input_kruising.csv"),
        "loonwaarde": _wages(folder / "input_loonwaarde.csv"),
    }


def _steps(row: Row) -> tuple[int | None, int | None]:
    """Return the step at the start and at the end, both on the VNG ladder."""
    start, end = row.whole("start"), row.whole("eind")
    with row.named():
        movement([(start, start), (end, end)])
    return start, end


def _crosswalk(path: Path) -> dict[str, Any]:
    table = rows(path, "trede6", "spw3") if path.exists() else []
    found = agreement(_both(row) for row in table)
    return {
        "tabel": [list(row) for row in found.table],
        "volgorde": list(ORDER),
        "overeenstemming": found.share_equal,
        "kappa_lineair_gewogen": found.kappa,
    }


def _both(row: Row) -> tuple[Distance, Distance]:
    own, other = row.whole("trede6"), row.whole("spw3")
    with row.named():
        return step_distance("VNG6", own), step_distance("SPW3", other)


def _wages(path: Path) -> list[dict[str, Any]]:
    table = rows(path, "id", "loonwaarde", "klasse_bron", "klasse") if path.exists() else []
    found = [(row["id"], _wage(row)) for row in table]
    return [
        {
            "id": identity(person),
            "afstand": wage.distance,
            "eenduidig": wage.unambiguous,
        }
        for person, wage in found
    ]


def _wage(row: Row) -> Distance:
    value, wage_class = row.number("loonwaarde"), row["klasse"]
    with row.named():
        if value is not None or wage_class in MISSING:
            return wage_distance(value)
        return wage_class_distance(row["klasse_bron"], wage_class)
