"""A whole contact file: every row read and judged before anything is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from survey_app.documents.tabular import Line, read_lines
from survey_app.errors import BadInput
from survey_app.fieldwork.contacts.rows import (
    ContactRow,
    RowRefused,
    column_names,
    contact_row,
    forbidden_columns,
)

MAXIMUM_ROWS = 100_000


class Remark(NamedTuple):
    """A row and what a person must know about it, in Dutch; never the personal data itself."""

    row: int
    text: str


@dataclass(frozen=True, slots=True)
class ContactFile:
    """The rows that can be imported and those that cannot, with the reason."""

    rows: tuple[ContactRow, ...]
    refused: tuple[Remark, ...]


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
            rows.append(contact_row(line, columns, questionnaires))
        except RowRefused as error:
            refused.append(Remark(line.number, str(error)))
    return ContactFile(tuple(rows), tuple(refused))


def _columns(file: str, lines: list[Line]) -> dict[str, str]:
    header = max((line.fields for line in lines[:100]), key=len).keys()
    for column in forbidden_columns(header):
        raise BadInput(f"{file}: column {column!r} may not be imported; remove it from the file")
    columns = column_names(header)
    if not {"phone", "email", "address"} & set(columns.values()):
        raise BadInput(f"{file}: no column telefoon, e-mail or adres; found: {', '.join(header)}")
    return columns
