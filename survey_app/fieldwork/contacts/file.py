"""A whole contact file: every row read and judged before anything is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from survey_app.documents.spreadsheets import read_table
from survey_app.documents.tabular import Table, content_of
from survey_app.errors import BadInput, FileRefused
from survey_app.fieldwork.contacts.columns import (
    Columns,
    columns_of,
    forbidden_columns,
    is_content,
)
from survey_app.fieldwork.contacts.rows import USUAL, ContactRow, Plan, RowRefused, contact_row
from survey_app.operators.sentence import DutchSentence

MAXIMUM_ROWS = 100_000
DAMAGED = (
    "de naam of het adres is waarschijnlijk beschadigd (letters met accenten zijn weg): "
    "herstel het in het bestand"
)


class Remark(NamedTuple):
    """A row and what a person must know about it, in Dutch; never the personal data itself."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ContactFile:
    """The rows that can be imported and those that cannot, with the reason.

    `remarks`: rows whose letters were probably damaged before; `encoding`: what it was read in.
    """

    rows: tuple[ContactRow, ...]
    refused: tuple[Remark, ...]
    remarks: tuple[Remark, ...]
    columns: Columns
    encoding: str


def read_contact_file(
    path: Path, questionnaires: Mapping[str, str], plan: Plan = USUAL
) -> ContactFile:
    """Every row of the file, judged; `questionnaires`: those of the wave, with their party.

    Raises BadInput for a file that is no table, is too long, has no way to reach people, or has
    a column with numbers of persons (BSN, client number): such a file must not be kept at all.
    """
    table = checked_table(content_of(path), path.name)
    columns = columns_of(table.header, with_dates=plan.is_rolling)
    if not can_reach(columns.names.values()):
        found = ", ".join(table.header)
        raise BadInput(
            "{file}: no column telefoon, e-mail or adres; found: {found}",
            file=path.name,
            found=found,
        )
    rows, refused = [], []
    for line in table.lines():
        try:
            rows.append(contact_row(line, columns.names, questionnaires, plan))
        except RowRefused as error:
            refused.append(Remark(line.number, str(error)))
    remarks = tuple(Remark(row.number, DutchSentence(DAMAGED)) for row in rows if row.damaged)
    return ContactFile(tuple(rows), tuple(refused), remarks, columns, table.encoding)


def checked_table(raw: bytes, name: str) -> Table:
    """The file as a table that may be kept for a while. Raises FileRefused."""
    table = read_table(raw, name)
    for column in forbidden_columns(table.header):
        raise FileRefused(
            "{name}: column {column!r} may not be imported; remove it from the file",
            "De kolom ‘{column}’ mogen wij niet bewaren. Haal deze kolom uit het bestand.",
            name=name,
            column=column,
        )
    if any(is_content(column) for column in table.header):
        raise FileRefused(
            "{name}: the first row holds no names of columns but details of somebody",
            "In de eerste rij staan gegevens van iemand. Zet er een rij boven met de namen van "
            "de kolommen, zoals naam, telefoon en e-mail.",
            name=name,
        )
    rows = sum(1 for _ in islice(table.rows(), MAXIMUM_ROWS + 1))
    if not rows:
        raise FileRefused(
            "{name}: holds no rows under its header", "Er staan geen mensen in.", name=name
        )
    if rows > MAXIMUM_ROWS:
        raise FileRefused(
            "{name}: more than {maximum_rows} rows; split the file",
            "Dit bestand heeft meer dan 100.000 rijen. Verdeel het over meer bestanden.",
            name=name,
            maximum_rows=MAXIMUM_ROWS,
        )
    return table


def can_reach(names: Collection[str]) -> bool:
    """Whether columns with these names of ours hold a way to reach people."""
    return not {"phone", "email", "address"}.isdisjoint(names)
