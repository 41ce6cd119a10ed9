"""A contact file as somebody sees it before it goes in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from survey_app.fieldwork.contacts.rows import ContactRow
from survey_app.fieldwork.contacts.uploading.queries import (
    damaged_rows,
    first_rows,
    row_numbered,
    rows_with,
    verdicts,
)
from survey_app.fieldwork.contacts.uploading.sealing import Holder, opened_row
from survey_app.fieldwork.contacts.words import (
    CHANNEL_WORDS,
    COLUMN_WORDS,
    language_word,
    people_words,
    rows_words,
)
from survey_app.models import ContactUpload, Wave
from survey_app.texts.dutch import day_words

SHOWN, LOOKED_AT, PROBLEMS = 10, 300, 50
EXAMPLES = 3
STAGES = {
    "receiving": "Het bestand komt binnen",
    "reading": "Het bestand wordt gelezen",
    "checking": "De rijen worden nagekeken",
    "importing": "De mensen komen op de lijst",
    "done": "De mensen staan op de lijst",
}


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A person as a letter will show it, with what else was read."""

    number: int
    lines: tuple[str, ...]
    facts: str
    damaged: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used, and why."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of one row, to correct."""

    place: int
    column: str
    words: str
    value: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All that somebody needs to know before confirming."""

    good: int
    refused: int
    left_out: int
    doubtful: int
    problems: tuple[Problem, ...]
    letters: tuple[LetterLine, ...]
    damaged: int
    columns: tuple[tuple[str, str], ...]  # (in the file, to us)
    unread: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return self.good + self.doubtful + self.refused + self.left_out

    @property
    def may_confirm(self) -> bool:
        """Whether nothing is left to decide."""
        return bool(self.good) and not (self.refused or self.doubtful)


def check_page(session: Session, holder: Holder, upload: ContactUpload) -> CheckPage:
    """The page on which a file is confirmed."""
    counted = verdicts(session, upload.id)
    refused = rows_with(session, upload.id, "refused", PROBLEMS)
    first = rows_with(session, upload.id, "good", LOOKED_AT)
    damaged, number_damaged = damaged_rows(session, upload.id, LOOKED_AT)
    marked = {row.number for row in damaged}
    found = {row.number: row for row in (*first, *damaged[:SHOWN])}
    opened = [opened_row(holder, number, row.ciphertext).row for number, row in found.items()]
    rows = [replace(row, damaged=row.number in marked) for row in opened if row is not None]
    header, names = upload.columns.get("header", []), upload.columns.get("names", {})
    languages = session.get_one(Wave, upload.wave_id).languages
    return CheckPage(
        good=counted.get("good", 0),
        refused=counted.get("refused", 0),
        left_out=counted.get("left_out", 0),
        doubtful=counted.get("doubtful", 0),
        problems=tuple(Problem(row.number, row.problem or "") for row in refused),
        letters=tuple(_letter(row, languages) for row in most_telling(rows)),
        damaged=number_damaged,
        columns=tuple((one, COLUMN_WORDS[names[one]]) for one in header if one in names),
        unread=tuple(one for one in header if one and one not in names),
    )


def most_telling(rows: Sequence[ContactRow]) -> list[ContactRow]:
    """Ten rows in the order of the file, those with accents or damage before plain ones."""
    chosen = sorted(rows, key=lambda row: (not row.damaged, row.person.name.isascii()))[:SHOWN]
    return sorted(chosen, key=lambda row: row.number)


def cells_of(holder: Holder, upload: ContactUpload, number: int, sealed: bytes) -> list[Cell]:
    """The fields of one row, those that we read first."""
    content, names = opened_row(holder, number, sealed), upload.columns.get("names", {})
    header = upload.columns.get("header", [])
    width = max(len(header), len(content.cells))
    padded = [*content.cells, *[""] * (width - len(content.cells))]
    cells = [
        Cell(
            place,
            header[place] if place < len(header) else "",
            COLUMN_WORDS.get(names.get(header[place], ""), header[place])
            if place < len(header)
            else "Buiten de kolommen",
            value,
            place < len(header) and header[place] in names,
        )
        for place, value in enumerate(padded)
        if value or (place < len(header) and header[place])
    ]
    return sorted(cells, key=lambda cell: not cell.is_read)


def row_page(
    session: Session, holder: Holder, upload: ContactUpload, number: int
) -> tuple[list[Cell], str] | None:
    """The fields of a row and what is wrong with it; None when there is no such row."""
    row = row_numbered(session, upload.id, number)
    if row is None:
        return None
    return cells_of(holder, upload, number, row.ciphertext), row.problem or ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a file is, in numbers that are true."""

    title: str
    done: int
    total: int
    is_over: bool

    @property
    def words(self) -> str:
        """'12.000 van 100.000 rijen'."""
        if not self.total:
            return "Het bestand wordt geopend."
        return f"{self.done:,} van {rows_words(self.total)}".replace(",", ".")


def progress_of(upload: ContactUpload) -> Progress:
    """The stage and the rows that are done in it."""
    is_over = upload.stage == "done"
    return Progress(STAGES[upload.stage], upload.done, upload.rows, is_over)


def result_words(upload: ContactUpload) -> str:
    """What came of the file. Says nothing of who opted out: nobody is told who they are."""
    invited = people_words(upload.new_invitations)
    if upload.new_contacts == upload.rows == upload.new_invitations:
        return f"{invited} {'staat' if upload.rows == 1 else 'staan'} nu op de lijst."
    return (
        f"{rows_words(upload.rows)} verwerkt: {invited} nieuw op de lijst van deze meting. "
        "De gegevens van wie er al op stond, zijn bijgewerkt."
    )


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column of the file, what it is to us now, and what stands in it."""

    place: int
    column: str
    name: str
    examples: str


def column_choices(session: Session, holder: Holder, upload: ContactUpload) -> list[ColumnChoice]:
    """Every named column with the first values in it."""
    header, names = upload.columns.get("header", []), upload.columns.get("names", {})
    rows = first_rows(session, upload.id, EXAMPLES)
    cells = [opened_row(holder, row.number, row.ciphertext).cells for row in rows]
    return [
        ColumnChoice(
            place,
            column,
            names.get(column, ""),
            ", ".join(one[place] for one in cells if place < len(one) and one[place])[:80],
        )
        for place, column in enumerate(header)
        if column
    ]


def _letter(row: ContactRow, languages: Collection[str]) -> LetterLine:
    person = row.person
    address = person.address.split("\n") if person.address else ["(geen adres)"]
    facts = [row.questionnaire, CHANNEL_WORDS[person.channel], language_word(person.language)]
    if languages and person.language not in languages:
        facts[-1] += " (krijgt Nederlands)"
    if row.opens_on:
        facts.append(f"vanaf {day_words(row.opens_on)}")
    reach = person.email if person.channel == "email" else person.phone
    if person.channel != "letter":
        facts.append(reach)
    return LetterLine(
        row.number, (person.name or "(geen naam)", *address), " · ".join(facts), row.damaged
    )
