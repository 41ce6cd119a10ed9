"""Numbers of people per group (F01), as lines `vragenlijst; uitsplitsing; groep; aantal`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from survey_app.documents.spreadsheets import read_table
from survey_app.documents.tabular import check_required
from survey_app.errors import EntryRefused, FileRefused
from survey_app.fieldwork.waves.population import BREAKDOWNS, EXCLUSIVE, People
from survey_app.questionnaire.definition import Questionnaire

NUMBER, CODE, PHASE = "aantal", "vragenlijst", "fase"
CLIENTS = "C"
MOST_LINES = 500
MOST_PEOPLE = 10_000_000
Groups = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What a file says: per questionnaire its total, and the groups as lines."""

    totals: Mapping[str, str]
    lines: str


def read_counts(raw: bytes, name: str, about: Iterable[Questionnaire]) -> CountedFile:
    """A table (CSV, XLSX, ODS) with aantal, vragenlijst or fase, perhaps uitsplitsing and groep.

    A phase means its clients. A row without a group is the total of its questionnaire. Raises
    BadInput, in Dutch, naming the row or the column.
    """
    try:
        return _read_counts(raw, name, tuple(about))
    except FileRefused as error:
        raise EntryRefused(error.dutch) from error


def _read_counts(raw: bytes, name: str, about: tuple[Questionnaire, ...]) -> CountedFile:
    table = read_table(raw, name)
    check_required(name, table.header, (NUMBER,), {})
    if PHASE not in table.header:
        check_required(name, table.header, (CODE,), {})
    names = {one.code: one.code for one in about}
    names |= {one.phase.upper(): one.code for one in about if one.party == CLIENTS}
    codes = frozenset(names.values())
    totals, lines = {}, []
    for line in table.lines():
        cells = {name: text.strip() for name, text in line.fields.items()}
        code, number = _counted(line.number, cells, names)
        breakdown, group = cells.get("uitsplitsing", "").lower(), cells.get("groep", "")
        if group or breakdown:
            lines.append(f"{code}; {breakdown}; {group}; {number}")
        else:
            totals[code] = number
    text = "\n".join(lines)
    _, wrong = typed_groups(text, codes)
    if wrong:
        raise EntryRefused(wrong)
    return CountedFile(totals, text)


def _counted(row: int, cells: Mapping[str, str], names: Mapping[str, str]) -> tuple[str, str]:
    """The questionnaire and the number of one row. Raises EntryRefused, naming the row."""
    told, number = cells.get(CODE) or cells.get(PHASE, ""), cells[NUMBER].replace(".", "")
    code = names.get(told.upper(), "")
    if not code:
        raise EntryRefused(
            "rij {number}: onbekend: “{told}”; gebruik een van {known}",
            number=row,
            told=told[:20],
            known=", ".join(sorted(names)),
        )
    if whole(number) is None:
        raise EntryRefused(
            "rij {number}: “{cells}” is geen heel getal", number=row, cells=cells[NUMBER][:20]
        )
    return code, number


def typed_groups(text: str, codes: Iterable[str]) -> tuple[Groups, str]:
    """The groups of a text, and what is wrong with the first line that is not right.

    >>> typed_groups("K3-TIJDENS; doelgroep; statushouder; 110", ["K3-TIJDENS"])
    ({'K3-TIJDENS': {'doelgroep': {'statushouder': 110}}}, '')
    """
    known, found = set(codes), Groups()
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines[:MOST_LINES]:
        parts = [part.strip() for part in line.split(";")]
        wrong = _wrong(parts, known)
        if wrong:
            return {}, f"“{line[:60]}”: {wrong}"
        code, breakdown, group, number = parts
        counts = found.setdefault(code.upper(), {}).setdefault(breakdown.lower(), {})
        if group in counts:
            return {}, f"“{line[:60]}”: deze groep staat er al"
        counts[group] = whole(number) or 0
    return found, "" if len(lines) <= MOST_LINES else f"Meer dan {MOST_LINES} regels."


def too_many(groups: Groups, totals: Mapping[str, int]) -> str:
    """What is wrong where groups hold more people than there are in all; empty: nothing."""
    for code, breakdowns in groups.items():
        if code not in totals:
            return f"Vul ook in hoeveel mensen {code} in totaal heeft."
        for breakdown, counts in breakdowns.items():
            together = sum(counts.values()) if breakdown in EXCLUSIVE else max(counts.values())
            if together > totals[code]:
                return f"{code}: {breakdown} telt {together} mensen, van {totals[code]} in totaal."
    return ""


def lines_of(counted: Mapping[str, People]) -> str:
    """The groups of a wave as lines."""
    return "\n".join(
        f"{code}; {breakdown}; {group}; {number}"
        for code, people in sorted(counted.items())
        for breakdown, counts in people.categories.items()
        for group, number in counts.items()
    )


def whole(text: str) -> int | None:
    """A number of people: '1200' or '1.200'; None for anything else."""
    plain = text.replace(".", "")
    if not plain.isascii() or not plain.isdigit() or int(plain) > MOST_PEOPLE:
        return None
    return int(plain)


def _wrong(parts: list[str], known: set[str]) -> str:
    if len(parts) != 4:
        return "schrijf vragenlijst; uitsplitsing; groep; aantal"
    code, breakdown, group, number = parts
    if code.upper() not in known:
        return "deze vragenlijst is niet gekozen"
    if breakdown.lower() not in BREAKDOWNS:
        return f"gebruik als uitsplitsing {', '.join(BREAKDOWNS)}"
    if not group or len(group) > 40:
        return "schrijf een groep van 1 tot 40 tekens"
    return "" if whole(number) is not None else "het aantal is geen heel getal"
