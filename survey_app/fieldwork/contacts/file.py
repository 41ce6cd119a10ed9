"""A whole contact file: every row read and judged before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from survey_app.documents.tabular import Line, encoding_of, read_lines
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.columns import Columns, columns_of, forbidden_columns
from survey_app.fieldwork.contacts.rows import ContactRow, RowRefused, contact_row

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


def read_contact_file(path: Path, questionnaires: Mapping[str, str]) -> ContactFile:
    """Every row of the file, judged; `questionnaires`: those of the wave, with their party.

    Raises BadInput for a file that is no table, is too long, has no way to reach people, or has
    a column with numbers of persons (BSN, client number): such a file must not be kept at all.
    """
    lines = list(islice(read_lines(path, ()), MAXIMUM_ROWS + 1))
    if not lines:
        raise BadInput(f"{path.name}: holds no rows under its header")
    if len(lines) > MAXIMUM_ROWS:
        raise BadInput(f"{path.name}: more than {MAXIMUM_ROWS} rows; split the file")
    columns = _columns(path.name, lines)
    rows, refused = [], []
    for line in lines:
        try:
            rows.append(contact_row(line, columns.names, questionnaires))
        except RowRefused as error:
            refused.append(Remark(line.number, str(error)))
    remarks = tuple(Remark(row.number, DAMAGED) for row in rows if row.damaged)
    return ContactFile(tuple(rows), tuple(refused), remarks, columns, encoding_of(path))


def _columns(file: str, lines: list[Line]) -> Columns:
    header = max((line.fields for line in lines[:100]), key=len).keys()
    for column in forbidden_columns(header):
        raise BadInput(f"{file}: column {column!r} may not be imported; remove it from the file")
    columns = columns_of(header)
    if not {"phone", "email", "address"} & set(columns.names.values()):
        raise BadInput(f"{file}: no column telefoon, e-mail or adres; found: {', '.join(header)}")
    return columns
