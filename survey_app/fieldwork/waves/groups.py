"""Numbers of people per group (F01), as lines `vragenlijst; uitsplitsing; groep; aantal`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.documents.tabular import read_lines
from survey_app.errors import BadInput
from survey_app.fieldwork.waves.population import BREAKDOWNS, EXCLUSIVE, People
from survey_app.questionnaire.definition import Questionnaire

COLUMNS = ("vragenlijst", "aantal")
MOST_LINES = 500
MOST_PEOPLE = 10_000_000
Groups = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class CountedFile:
    """What a file says: per questionnaire its total, and the groups as lines."""

    totals: Mapping[str, str]
    lines: str


def read_counts(path: Path, about: Iterable[Questionnaire]) -> CountedFile:
    """A table with columns vragenlijst, aantal and perhaps uitsplitsing and groep.

    A row without a group is the total of its questionnaire. Raises BadInput, in Dutch, naming
    the row.
    """
    codes = {one.code for one in about}
    totals, lines = {}, []
    for line in read_lines(path, COLUMNS):
        cells = {name: text.strip() for name, text in line.fields.items()}
        code, number = cells["vragenlijst"].upper(), cells["aantal"].replace(".", "")
        if code not in codes:
            known = ", ".join(sorted(codes))
            raise BadInput(f"rij {line.number}: onbekende vragenlijst; gebruik een van {known}")
        if whole(number) is None:
            raise BadInput(f"rij {line.number}: “{cells['aantal'][:20]}” is geen heel getal")
        breakdown, group = cells.get("uitsplitsing", "").lower(), cells.get("groep", "")
        if group or breakdown:
            lines.append(f"{code}; {breakdown}; {group}; {number}")
        else:
            totals[code] = number
    text = "\n".join(lines)
    _, wrong = typed_groups(text, codes)
    if wrong:
        raise BadInput(wrong)
    return CountedFile(totals, text)


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
