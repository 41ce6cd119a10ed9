"""Reading finished trajectories from a file: counts, and every refused row (D.12, D.13).

A row is one trajectory of one person at one provider. Only counts are kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from analysis.outcomes.crosswalk import ORDER, step_distance, wage_distance
from analysis.outcomes.instruments import INSTRUMENTS
from survey_app.documents.spreadsheets import read_table
from survey_app.documents.tabular import SURPLUS, Line, Table, check_required, header_of
from survey_app.evaluation.figures.file import NO, YES, number
from survey_app.evaluation.figures.read import Refused, Unusable
from survey_app.evaluation.providers.read import FIRST, TrajectoriesRead, Trajectory

COLUMNS = ("provider", "succeeded")
# Column names as people write them above a sheet.
DUTCH_COLUMNS = {
    "aanbieder": "provider",
    "geslaagd": "succeeded",
    "ladder": "instrument",
    "trede begin": "start",
    "trede eind": "end",
    "loonwaarde": "wage_value",
    "afstand": "distance",
    "doelgroep": "target_group",
}
NAMES = {column: words for words, column in DUTCH_COLUMNS.items()}
UNKNOWN = ("", "onbepaald")
TARGET_GROUPS = ("", "arbeidsbeperking", "statushouder", "allebei", "geen")


def trajectory_lines(raw: bytes, name: str) -> Iterator[Line]:
    """The rows of a spreadsheet or delimited text, columns by their Dutch or English names.

    Raises FileRefused, also while the rows are read.
    """
    table = read_table(raw, name)
    header = header_of(name, [DUTCH_COLUMNS.get(column, column) for column in table.header])
    check_required(name, header, COLUMNS, NAMES)
    return Table(header, table.rows).lines()


def read_trajectories(rows: Iterable[Line], providers: Collection[str]) -> TrajectoriesRead:
    """The trajectories in these rows; `providers` are those that the wave names."""
    known = {one.lower(): one for one in providers}
    counts: Counter[Trajectory] = Counter()
    first: list[Trajectory] = []
    refused = []
    for row in rows:
        try:
            if row.surplus:
                raise Unusable(SURPLUS)
            found = _trajectory(row, known)
        except Unusable as reason:
            refused.append(Refused(row.number, str(reason)))
        else:
            counts[found] += 1
            first += [found] if len(first) < FIRST else []
    return TrajectoriesRead(dict(counts), tuple(refused), tuple(first))


def _trajectory(row: Line, providers: dict[str, str]) -> Trajectory:
    name = _text(row, "provider")
    if name.lower() not in providers:
        named = ", ".join(providers.values()) or "geen"
        raise Unusable(
            "aanbieder ‘{name}’ hoort niet bij deze meting: {named}", name=name[:40], named=named
        )
    instrument = _text(row, "instrument").upper()
    if instrument and instrument not in INSTRUMENTS:
        raise Unusable(
            "ladder: kies {instruments}, niet ‘{instrument}’",
            instruments=", ".join(INSTRUMENTS),
            instrument=instrument[:20],
        )
    start, end = _step(row, "start", instrument), _step(row, "end", instrument)
    return Trajectory(
        provider=providers[name.lower()],
        distance=_distance(row, instrument, start),
        target_group=_target_group(row),
        instrument=instrument,
        start_step=start,
        end_step=end,
        succeeded=_succeeded(row),
    )


def _text(row: Line, name: str) -> str:
    return row.fields.get(name, "").strip()


def _succeeded(row: Line) -> bool:
    text = _text(row, "succeeded").lower()
    if text not in YES | NO:
        raise Unusable("geslaagd: schrijf ja of nee, niet ‘{text}’", text=text[:20])
    return text in YES


def _step(row: Line, name: str, instrument: str) -> int:
    text = _text(row, name)
    if not text:
        return 0
    if not instrument:
        raise Unusable("{names} ‘{text}’: vul ook de ladder in", names=NAMES[name], text=text[:10])
    steps = INSTRUMENTS[instrument].steps
    if not text.isdecimal() or not 1 <= int(text) <= steps:
        raise Unusable(
            "{names}: {instrument} heeft treden 1 tot en met {steps}, niet ‘{text}’",
            names=NAMES[name],
            instrument=instrument,
            steps=steps,
            text=text[:10],
        )
    return int(text)


def _distance(row: Line, instrument: str, start: int) -> str:
    """The distance to work as the file says it, else by the step or the wage value at the start."""
    said = _text(row, "distance").lower()
    if said not in (*ORDER, *UNKNOWN):
        raise Unusable(
            "afstand: kies {order} of onbepaald, niet ‘{said}’",
            order=", ".join(ORDER),
            said=said[:20],
        )
    if said:
        return said if said in ORDER else ""
    if start:
        return step_distance(instrument, start).distance or ""
    return wage_distance(_wage(_text(row, "wage_value").removesuffix("%"))).distance or ""


def _wage(text: str) -> float | None:
    """A percentage. A sheet says 0,7 where a person reads 70 %: that is not guessed."""
    try:
        value = number(text) if text else None
    except Unusable as reason:
        raise Unusable("{names}: {reason}", names=NAMES["wage_value"], reason=reason) from None
    if value is not None and 0 < value <= 1:
        raise Unusable(
            "{names} {text}: schrijf 70 % als 70, niet als 0,7",
            names=NAMES["wage_value"],
            text=text,
        )
    return value


def _target_group(row: Line) -> str:
    said = _text(row, "target_group").lower()
    if said not in TARGET_GROUPS:
        raise Unusable(
            "doelgroep: kies {target_groups}, niet ‘{said}’",
            target_groups=", ".join(TARGET_GROUPS[1:]),
            said=said[:20],
        )
    return said
