"""What the spreadsheets hold: sheets of rows, the same for XLSX and ODS.

Numbers stay unrounded and get a number format; a hidden or absent number is an empty cell with
the reason beside it, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.evaluation.comparisons.presentation import DOWN, UP, arrows, changes
from survey_app.evaluation.edition.records import EditionFigure, EditionTable
from survey_app.evaluation.figures.presentation import light_of
from survey_app.evaluation.files.documents import Report
from survey_app.evaluation.response.presentation import is_a_few
from survey_app.evaluation.table1.presentation import ShownCell, ShownTable, shown_table
from survey_app.evaluation.table1.questions import wordings
from survey_app.evaluation.wording import date_words, moved_words, reading_sentences

Value = str | int | float | None
GAVE_WAY = "nee, de vragenlijst zou te lang worden"
SYNTHETIC = "Voorbeeld met verzonnen gegevens"
LONG_HEAD = (
    "Cel",
    "Fase",
    "Aspect",
    "Partij",
    "n",
    "Gemiddelde (0-10)",
    "Standaarddeviatie",
    "Ondergrens",
    "Bovengrens",
    "Aandeel goed oordeel",
    "Aandeel als grens",
    "Licht",
    "Zekerheid",
    "Vermelding",
    "Toelichting",
    "Cijfers",
)


class Risen(float):
    """A mean that is demonstrably higher than in the former wave: a number, shown with ↑."""


class Fallen(float):
    """A mean that is demonstrably lower than in the former wave: a number, shown with ↓."""


MOVED: Mapping[str, type[float]] = MappingProxyType({UP: Risen, DOWN: Fallen})
# The decimals of a number and what stands behind it, by the kind that `number_format` names.
NUMBERS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"number": (1, ""), "risen": (1, f" {UP}"), "fallen": (1, f" {DOWN}"), "whole": (0, "")}
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet: a title above, a head row, and rows of values; widths in characters."""

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    widths: tuple[int, ...]


def sheets(report: Report) -> tuple[Tab, ...]:
    """Tabel 1 as people read it, one row per cell, what changed, figures, response, questions."""
    view = shown_table(report.table, report.catalogue)
    title = f"Tabel 1 · {view.organisation} · {view.wave} · {view.period}"
    if report.synthetic:
        title = f"{title} · {SYNTHETIC}"
    return (
        _table(view, report, title),
        _long(view, report.table, title),
        *((_changes(view, report, title),) if report.trend else ()),
        _figures(report.table, title),
        _account(report.table, title),
        _questions(report, title),
        _notes(report, view, title),
    )


def number_format(head: str, value: Value) -> str:
    """How a value under this head looks: text, share, whole or number with one decimal.

    A number that moved since the former wave has a look of its own.
    """
    if isinstance(value, str) or value is None:
        return "text"
    if head.startswith(("Aandeel", "Respons")):
        return "share"
    moved = {Risen: "risen", Fallen: "fallen"}
    return "whole" if isinstance(value, int) else moved.get(type(value), "number")


def _table(view: ShownTable, report: Report, title: str) -> Tab:
    moved = arrows(report.trend)
    rows: list[tuple[Value, ...]] = []
    for phase in view.phases:
        rows.append((phase.name, *[None] * len(view.parties)))
        for row in phase.rows:
            rows.append((row.aspect, *(_shown(cell, report.table, moved) for cell in row.cells)))
    return Tab("Tabel 1", title, ("Aspect", *view.parties), tuple(rows), (48, 16, 16, 16, 26))


def _shown(cell: ShownCell | None, table: EditionTable, moved: Mapping[str, str]) -> Value:
    if cell is None:
        return None
    mean = table.cells[cell.code].mean
    if mean is not None:
        return MOVED[moved[cell.code]](mean) if cell.code in moved else mean
    return cell.why or "; ".join(f"{figure.short} {figure.label}" for figure in cell.figures)


def _long(view: ShownTable, table: EditionTable, title: str) -> Tab:
    rows = []
    for cell in view.cells():
        told = table.cells[cell.code]
        numbers = (told.n, told.mean, told.sd, told.low, told.high, told.share_positive)
        notes = [cell.mark or told.mark or "", "vorige stand" if cell.held else ""]
        rows.append(
            (
                cell.code,
                cell.phase,
                cell.aspect,
                cell.party_name,
                *numbers,
                told.share_bound,
                cell.light.word,
                told.certainty,
                ", ".join(note for note in notes if note) or None,
                told.reason,
                "; ".join(f"{figure.short} {figure.label}" for figure in cell.figures) or None,
            )
        )
    widths = (8, 18, 44, 24, 6, 12, 12, 12, 12, 12, 10, 18, 20, 16, 44, 44)
    return Tab("Per cel", title, LONG_HEAD, tuple(rows), widths)


def _changes(view: ShownTable, report: Report, title: str) -> Tab:
    """What changed since the former wave, cell by cell; what demonstrably changed comes first."""
    trend = {one["cell"]: one for one in report.trend}
    numbers = ("mean_before", "mean_now", "difference", "low", "high")
    rows = tuple(
        (
            *(one.cell.code, one.cell.phase, one.cell.aspect, one.cell.party_name),
            *(trend[one.cell.code].get(name) for name in numbers),
            one.arrow or None,
            one.verdict,
        )
        for one in changes(view, report.trend)
    )
    head = ("Cel", "Fase", "Aspect", "Partij", "Vorige meting", "Nu", "Verschil", "Ondergrens")
    more = ("Bovengrens", "Pijl", "Uitkomst")
    widths = (8, 18, 44, 24, 14, 10, 10, 12, 12, 6, 60)
    return Tab("Veranderd", f"{title} · tegenover {report.former}", (*head, *more), rows, widths)


def _figures(table: EditionTable, title: str) -> Tab:
    numbers = ("Code", "Cijfer", "Teller", "Noemer", "Waarde", "Eenheid", "Streefwaarde", "Licht")
    head = (*numbers, "Periode", "Bron", "Toelichting", "Verantwoordelijke", "Vermelding")
    rows = tuple(_figure(line) for code in sorted(table.figures) for line in table.figures[code])
    return Tab("Cijfers", title, head, rows, (6, 48, 10, 10, 10, 14, 12, 16, 10, 20, 40, 20, 14))


def _figure(line: EditionFigure) -> tuple[Value, ...]:
    amount = line.amount
    return (
        *(line.code, line.label, amount.numerator, amount.denominator, amount.value, amount.unit),
        line.target,
        light_of(line.light).word if line.target is not None else None,
        *(line.period, line.source, line.explanation, line.responsible, amount.mark),
    )


def _account(table: EditionTable, title: str) -> Tab:
    head = ("Partij", "Vragenlijst", "Titel", "Moment", "Mensen", "Uitgenodigd", "Antwoorden")
    rows: list[tuple[Value, ...]] = []
    for party in table.account:
        for row in party.rows:
            people = (row.population, row.invited)
            shown = (None if is_a_few(one, table.wave.minimum) else one for one in people)
            words = (party.name, row.questionnaire, row.title, row.moment)
            rows.append((*words, *shown, row.responses, row.rate, row.mark))
        note = None if party.total is not None else "niet getoond"
        rows.append((party.name, "Samen", None, None, None, None, party.total, None, note))
    widths = (26, 14, 30, 44, 10, 12, 12, 10, 18)
    return Tab("Respons", title, (*head, "Respons", "Vermelding"), tuple(rows), widths)


def _questions(report: Report, title: str) -> Tab:
    rows = tuple(
        (
            *(one.code, one.title, question.code, question.text),
            *(question.explanation, question.answers, "ja" if question.asked else GAVE_WAY),
        )
        for one in wordings(report.table, report.catalogue)
        for question in (*one.questions, *one.given_way)
    )
    head = ("Vragenlijst", "Titel", "Vraag", "Tekst", "Toelichting", "Antwoorden", "Gesteld")
    return Tab("Vragen", title, head, rows, (14, 30, 8, 70, 50, 70, 40))


def _notes(report: Report, view: ShownTable, title: str) -> Tab:
    state = "eindstand" if view.closed else "tussenstand"
    rows: list[tuple[Value, ...]] = [("Stand", f"{state} van {date_words(report.table.made_on)}")]
    if report.trend:
        rows.append(("Pijlen", moved_words(report.former)))
    rows += [("Let op", words) for words in reading_sentences(report.table.thresholds)]
    return Tab("Toelichting", title, ("Onderwerp", "Tekst"), tuple(rows), (14, 110))
