"""From the rows of a long answer file to whole answer sheets, with every refused row named.

Columns and conventions: method.md D.17 point 9. Nothing here knows a database.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from survey_app.documents.citizen_numbers import is_citizen_number
from survey_app.documents.tabular import SURPLUS, Line
from survey_app.errors import ShownReason
from survey_app.operators.sentence import DutchSentence
from survey_app.questionnaire.answers import AnswerError, from_record
from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.questionnaire.routing import path, with_implied_consents
from survey_app.questionnaire.typed_text import bare

COLUMNS = ("token", "form", "item", "value", "date", "mode")
BACKGROUND = "ACHTERGROND"
# What people call the mode -> (mode as stored, filled in with help)
MODES = {
    "web": ("web", False),
    "paper": ("paper", False),
    "papier": ("paper", False),
    "phone": ("phone", False),
    "telefoon": ("phone", False),
    "telephone": ("phone", False),
    "help": ("web", True),
    "hulp": ("web", True),
    "with help": ("web", True),
    "with_help": ("web", True),
    "met hulp": ("web", True),
}


# What a spreadsheet leaves of a long number: 1,23457E+15, or zeros after fifteen digits.
DAMAGED_TOKEN = re.compile(r"\d[.,]?\d*[eE]\+?\d+|\d{15}0{3,}")
LONGEST_EXPECTED = 300
DUTCH_DATE = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})(?: .*)?")


REPLACED = "vervangen"
LATER = "vervangen: dezelfde code stuurde later ({date}) in"
ALONE = "geen vragenlijst met dezelfde code in dit bestand"
NOT_WHOLE = (
    "niet opgeslagen, want een andere rij van dit antwoordenblad is geweigerd (rij {row}): "
    "verbeter die en lees opnieuw in"
)


class RowRefused(ShownReason):
    """Why one row cannot be taken; caught where the row is read."""


class Refused(NamedTuple):
    """A row that was not taken, and why (Dutch, for the person who made the file)."""

    row: int
    form: str
    item: str
    reason: str


class AnswerCell(NamedTuple):
    """One accepted row."""

    row: int
    item: str
    value: Value


@dataclass(slots=True)
class AnswerSheet:
    """One person's rows of one questionnaire on one day."""

    token: str
    form: str
    date: datetime.date
    mode: str
    helped: bool
    cells: list[AnswerCell] = field(default_factory=list)

    def answers(self) -> dict[str, Value]:
        """The values by question code."""
        return {cell.item: cell.value for cell in self.cells}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a file held: sheets to store (one per token and form), backgrounds, refused rows.

    `remarks`: rows that were taken, but in a way that a person must know.
    """

    sheets: list[AnswerSheet]
    backgrounds: dict[str, dict[str, Value]]
    refused: list[Refused]
    rows: int
    remarks: tuple[Refused, ...] = ()


class Reader:
    """Collects checked rows into sheets; one pass over the file, then `finish`.

    A sheet with one refused row is not taken at all: half of it could never be completed.
    """

    def __init__(
        self,
        questionnaires: Mapping[str, Questionnaire],
        first: datetime.date,
        last: datetime.date,
        explain: Callable[[AnswerError], str],
    ) -> None:
        self._questions = {
            form: {question.code: question for question in questionnaire.questions}
            for form, questionnaire in questionnaires.items()
        }
        self._questionnaires = questionnaires
        self._first, self._last = first, last
        self._explain = explain
        self._dates: dict[str, datetime.date] = {}
        self._sheets: dict[tuple[str, str, datetime.date], AnswerSheet] = {}
        self._seen: set[tuple[str, str, str, datetime.date]] = set()
        self._refused: list[Refused] = []
        self._remarks: list[Refused] = []
        self._wrong: dict[tuple[str, str], int] = {}  # (token, form): its first refused row
        self._rows = 0

    def add(self, lines: Iterable[Line]) -> None:
        """Check every row; a wrong one keeps its own sheet out, and the others go on."""
        for line in lines:
            self._rows += 1
            reason = self._take(line)
            if reason:
                token, form, item = _key(line)
                self._refused.append(Refused(line.number, form[:40], item[:40], reason))
                # What cannot be told from another sheet of this person keeps all of theirs out.
                known = form in self._questions and form != BACKGROUND
                self._wrong.setdefault((token, form if known else ""), line.number)

    def finish(self) -> Gathered:
        """The newest sheet per token and form, without answers off the path."""
        self._leave_out_wrong()
        self._join_days()
        backgrounds = self._backgrounds()
        newest: dict[tuple[str, str], AnswerSheet] = {}
        for sheet in sorted(self._sheets.values(), key=lambda sheet: sheet.date):
            older = newest.get((sheet.token, sheet.form))
            if older is not None:
                self._refuse(older, DutchSentence(LATER, date=sheet.date))
            newest[sheet.token, sheet.form] = sheet
        sheets = [self._on_path(sheet) for sheet in newest.values()]
        owners = {sheet.token for sheet in sheets}
        for token in backgrounds.keys() - owners:
            self._refuse(backgrounds[token], DutchSentence(ALONE))
        self._refused.sort(key=lambda refused: refused.row)
        answers = {token: sheet.answers() for token, sheet in backgrounds.items()}
        return Gathered(
            [sheet for sheet in sheets if sheet.cells],
            answers,
            self._refused,
            self._rows,
            tuple(sorted(self._remarks)),
        )

    def _leave_out_wrong(self) -> None:
        """Refuse every row of a sheet that has a refused row."""
        for token, form, date in list(self._sheets):
            row = self._wrong.get((token, form)) or self._wrong.get((token, ""))
            if row is not None:
                sheet = self._sheets.pop((token, form, date))
                self._refuse(
                    sheet,
                    DutchSentence(NOT_WHOLE, row=row),
                )

    def _join_days(self) -> None:
        """Make one sheet of rows on several days that answer no question twice: the last day's."""
        days: dict[tuple[str, str], list[AnswerSheet]] = defaultdict(list)
        for token, form, date in sorted(self._sheets):
            days[token, form].append(self._sheets[token, form, date])
        for parts in days.values():
            items = [cell.item for part in parts for cell in part.cells]
            if len(parts) == 1 or len(set(items)) < len(items):
                continue
            last = parts[-1]
            for part in parts[:-1]:
                del self._sheets[part.token, part.form, part.date]
            last.cells = [cell for part in parts for cell in part.cells]
            reason = DutchSentence(
                "{number} datums voor één code: telt als één blad van {date}",
                number=len(parts),
                date=last.date,
            )
            self._remarks.append(Refused(last.cells[0].row, last.form, "", reason))

    def _take(self, line: Line) -> str:
        """Store one row; returns the reason when it cannot be taken, else nothing."""
        try:
            self._store(line)
        except RowRefused as refusal:
            return str(refusal)
        return ""

    def _store(self, line: Line) -> None:
        if line.surplus:
            raise RowRefused(SURPLUS)
        token, form, item = _key(line)
        _check_token(token)
        question = self._question(form, item)
        date = self._date(bare(line.fields.get("date", "")))
        mode = _mode(line.fields.get("mode", ""))
        if (token, form, item, date) in self._seen:
            raise RowRefused("dezelfde vraag staat er al voor deze code en datum")
        value = self._value(question, line.fields.get("value", ""))
        self._seen.add((token, form, item, date))
        key = (token, form, date)
        if key not in self._sheets:
            self._sheets[key] = AnswerSheet(token, form, date, *mode)
        self._sheets[key].cells.append(AnswerCell(line.number, item, value))

    def _question(self, form: str, item: str) -> Question:
        questions = self._questions.get(form)
        if questions is None:
            raise RowRefused("vragenlijst {form!r} bestaat niet", form=form[:40])
        if item not in questions:
            raise RowRefused("vraag {item!r} staat niet in {form}", item=item[:40], form=form)
        return questions[item]

    def _value(self, question: Question, text: str) -> Value:
        try:
            return from_record(question, _plain(question, text))
        except AnswerError as error:
            given = DutchSentence("waarde {text!r}: ", text=text.strip()[:20])
            raise RowRefused(
                "{given}{reason}{expected}",
                given="" if question.kind == "open" else given,
                reason=DutchSentence(self._explain(error)),
                expected=_expected(question),
            ) from error

    def _date(self, text: str) -> datetime.date:
        if text not in self._dates:
            try:
                self._dates[text] = _day(text)
            except ValueError:
                raise RowRefused(
                    "datum {text!r} is geen datum (jjjj-mm-dd)", text=text[:40]
                ) from None
        date = self._dates[text]
        if not self._first <= date <= self._last:
            raise RowRefused(
                "datum {date} valt buiten de meting ({first} t/m {last})",
                date=date,
                first=self._first,
                last=self._last,
            )
        return date

    def _backgrounds(self) -> dict[str, AnswerSheet]:
        """The first background per token (D.17 point 1), taken out of the sheets."""
        found: dict[str, AnswerSheet] = {}
        keys = sorted((key for key in self._sheets if key[1] == BACKGROUND), key=lambda key: key[2])
        for key in keys:
            sheet = self._sheets.pop(key)
            if sheet.token in found:
                self._refuse(
                    sheet, DutchSentence("achtergrond is al eerder gegeven; de eerste telt")
                )
            else:
                found[sheet.token] = sheet
        return found

    def _on_path(self, sheet: AnswerSheet) -> AnswerSheet:
        questionnaire = self._questionnaires[sheet.form]
        answers = with_implied_consents(questionnaire, sheet.answers())
        allowed = {question.code for question in path(questionnaire, answers)}
        kept = [cell for cell in sheet.cells if cell.item in allowed]
        for cell in sheet.cells:
            if cell.item not in allowed:
                reason = DutchSentence(
                    "hoort niet bij de eerdere antwoorden (vraag werd niet gesteld)"
                )
                self._refused.append(Refused(cell.row, sheet.form, cell.item, reason))
        sheet.cells = kept
        return sheet

    def _refuse(self, sheet: AnswerSheet, reason: str) -> None:
        self._refused += [Refused(cell.row, sheet.form, cell.item, reason) for cell in sheet.cells]


def _day(text: str) -> datetime.date:
    """A date as 2026-11-05, or as 5-11-2026: what a Dutch spreadsheet makes of it."""
    dutch = DUTCH_DATE.fullmatch(text)
    if dutch:
        day, month, year = (int(part) for part in dutch.groups())
        return datetime.date(year, month, day)
    return datetime.date.fromisoformat(text[:10])


def _mode(text: str) -> tuple[str, bool]:
    try:
        return MODES[bare(text).lower()]
    except KeyError:
        raise RowRefused(
            "wijze {text!r} is onbekend (web, paper, phone, help)", text=text[:40]
        ) from None


def token_of(line: Line) -> str:
    """Whose the row is, also when it cannot be taken."""
    return _key(line)[0]


def _key(line: Line) -> tuple[str, str, str]:
    """Token, form and item of a row, without marks that nobody sees."""
    token, form, item = (bare(line.fields.get(name, "")) for name in COLUMNS[:3])
    return token, form, item


def _check_token(token: str) -> None:
    """Raise RowRefused for what cannot be the code of one person."""
    if not token or len(token) > 200:
        raise RowRefused("geen code (token), of langer dan 200 tekens")
    if DAMAGED_TOKEN.fullmatch(token):
        raise RowRefused(
            "de code (token) verloor cijfers in een rekenblad (1,23E+15): maak van de kolom tekst "
            "en zet de codes er opnieuw in"
        )
    if token.isdigit() and len(token) in (8, 9) and is_citizen_number(token):
        raise RowRefused("de code (token) lijkt een BSN, en dat mag niet: gebruik een eigen code")


def _plain(question: Question, text: str) -> str:
    """A value as typed; spreadsheets like to write 4 as 4.0, people the words of an answer."""
    if question.kind == "open":
        return text
    stripped = bare(text)
    if question.kind == "numbers" or not stripped:
        return stripped.removesuffix(".0")
    parts = [part.strip().removesuffix(".0") for part in stripped.split("|")]
    values = _values_by_words(question)
    if stripped.casefold() in values:  # words with a bar in them
        return values[stripped.casefold()]
    return "|".join(values.get(part.casefold(), part) for part in parts)


def _values_by_words(question: Question) -> dict[str, str]:
    """The value of each answer by its words, where no two answers have the same words."""
    words = [bare(option.text).casefold() for option in question.options]
    return {
        word: str(option.value)
        for word, option in zip(words, question.options, strict=True)
        if words.count(word) == 1 and not word.isdigit()
    }


def _expected(question: Question) -> str:
    """What may stand there: the number or the words of an answer."""
    if not question.options:
        return ""
    answers = ", ".join(f"{option.value} ({option.text})" for option in question.options)
    if len(answers) > LONGEST_EXPECTED:
        answers = f"{answers[:LONGEST_EXPECTED]}..."
    return DutchSentence(" Verwacht: {answers}.", answers=answers)
