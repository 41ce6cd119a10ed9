"""The figures F01-F17 of Voorbeeldstad, as a registration would deliver them: all invented."""

import csv
from pathlib import Path
from typing import NamedTuple

from survey_app.demo.municipality import PROVIDERS, Measurement

SOURCE = "verzonnen registratie"
RESPONSIBLE = "team Werk"
GROWTH = 0.35
HEADER = (
    *("code", "label", "numerator", "denominator", "unit", "target", "higher_is_better"),
    *("period", "source", "explanation", "responsible"),
)


class DemoFigure(NamedTuple):
    """One figure per 250 clients; `part` of `whole`, with the part aimed at."""

    code: str
    label: str
    part: float
    whole: float | None = None
    unit: str = ""
    target: float | None = None
    higher_is_better: bool = True
    explanation: str = ""


EXITS = {
    "betaald werk zonder hulp": 19,
    "betaald werk met hulp": 14,
    "opleiding": 8,
    "zelfstandig": 3,
    "vrijwilligerswerk": 11,
    "dagbesteding of zorg": 6,
    "andere uitkering": 5,
    "verhuisd": 7,
    "AOW": 6,
    "overig of onbekend": 5,
}
LINES = (
    DemoFigure("F02", "wachttijd tot eerste gesprek, mediaan", 17, None, "dagen", 14, False),
    DemoFigure("F02", "wachttijd tot start traject, mediaan", 48, None, "dagen", 42, False),
    DemoFigure("F03", "trajecten met een vastgesteld plan", 61, 84, "trajecten", 84),
    DemoFigure("F03", "plannen bijgesteld in 12 maanden", 33, 61, "plannen"),
    DemoFigure("F04", "cliënten per fte klantmanager", 64, None, "cliënten", 55, False),
    DemoFigure("F05", "van vrijwilligerswerk naar betaald werk", 4, 23, "personen"),
    DemoFigure("F07", "tegenprestatie afgerond", 12, 21, "personen"),
    DemoFigure("F07", "meldingen van verdringing", 1, None, "meldingen", 0, False),
    DemoFigure("F08", "unieke werkgevers met contact", 138, None, "werkgevers", 150),
    DemoFigure("F08", "nieuwe werkgevers", 22, 138, "werkgevers"),
    DemoFigure("F09", "loonkostensubsidie", 31, None, "plaatsingen"),
    DemoFigure("F09", "jobcoach", 18, None, "plaatsingen"),
    DemoFigure("F09", "budget benut", 214000, 260000, "euro"),
    DemoFigure("F10", f"{PROVIDERS[0]}: geslaagd volgens afspraak", 17, 34, "trajecten", 20),
    DemoFigure("F10", f"{PROVIDERS[1]}: geslaagd volgens afspraak", 9, 27, "trajecten", 14),
    DemoFigure("F11", "klachten over bejegening, gegrond", 2, 9, "klachten", None, False),
    DemoFigure("F12", "bereik van de minimaregelingen", 610, 940, "huishoudens", 700),
    DemoFigure("F14", "gestarte trajecten", 96, None, "trajecten"),
    DemoFigure("F14", "afgeronde trajecten", 84, None, "trajecten"),
    DemoFigure(
        *("F14", "uitstroom naar werk", 33, 84, "trajecten", 38, True),
        "In het voorjaar vertrok een werkgever die veel plaatsen bood.",
    ),
    DemoFigure("F14", "na 6 maanden nog aan het werk", 24, 33, "personen", 26),
    DemoFigure("F14", "na 12 maanden nog aan het werk", 19, 33, "personen", 22),
    DemoFigure("F14", "terug in de uitkering binnen 12 maanden", 7, 33, "personen", None, False),
    DemoFigure("F15", "vacatures vervuld via het Werkgeversservicepunt", 41, None, "vacatures"),
    DemoFigure("F17", "besteed aan trajecten", 388000, 410000, "euro"),
)


def write_figures(path: Path, measurement: Measurement) -> int:
    """Write the figures of the year before a wave; returns the number of lines."""
    period = str(measurement.starts_on.year - 1)
    parts = {label: _grown(part, measurement) for label, part in EXITS.items()}
    whole = sum(parts.values())
    exits = [DemoFigure("F13", label, part, whole, "trajecten") for label, part in parts.items()]
    lines = [*(one._replace(part=_grown(one.part, measurement)) for one in LINES), *exits]
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(_row(line, period) for line in lines)
    return len(lines)


def _grown(part: float, measurement: Measurement) -> float:
    """A part as it was in the year of this wave: earlier years had a little less of everything."""
    return round(part * (1 + measurement.shift * GROWTH))


def _row(line: DemoFigure, period: str) -> tuple[str, ...]:
    def plain(number: float | None) -> str:
        return "" if number is None else str(number)

    aim = None if line.target is None else line.target / (line.whole or 1)
    return (
        line.code,
        line.label,
        plain(line.part),
        plain(line.whole),
        line.unit,
        plain(aim),
        "ja" if line.higher_is_better else "nee",
        period,
        SOURCE,
        line.explanation,
        RESPONSIBLE,
    )
