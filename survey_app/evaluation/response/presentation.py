"""The response account in words, for pages and documents."""

from dataclasses import dataclass

from survey_app.evaluation.edition.records import EditionResponse, EditionTable
from survey_app.evaluation.wording import percent

FEW = "te weinig"
HIDDEN_TOTAL = "niet getoond: anders is een kleine groep uit te rekenen"


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """One questionnaire: how many people there are, were invited and answered."""

    title: str
    moment: str
    population: str
    invited: str
    responses: str
    rate: str


@dataclass(frozen=True, slots=True)
class ResponseParty:
    """The questionnaires of one party and its total."""

    name: str
    rows: tuple[ResponseRow, ...]
    total: str
    is_known: bool


def response_by_party(table: EditionTable) -> tuple[ResponseParty, ...]:
    """The response account of an edition, party by party."""
    return tuple(
        ResponseParty(
            name=party.name,
            rows=tuple(_row(row, table.wave.minimum) for row in party.rows),
            total=HIDDEN_TOTAL if party.total is None else str(party.total),
            is_known=party.total is not None,
        )
        for party in table.account
        if party.rows
    )


def answers_shown(table: EditionTable) -> int:
    """The number of answer sheets over all questionnaires that may be shown."""
    return sum(row.responses or 0 for row in table.responses())


def is_a_few(people: int | None, minimum: int) -> bool:
    """Whether this is a number of people that is not shown: it points at persons.

    >>> is_a_few(4, 5), is_a_few(5, 5), is_a_few(0, 5), is_a_few(None, 5)
    (True, False, False, False)
    """
    return people is not None and 0 < people < minimum


def _row(row: EditionResponse, minimum: int) -> ResponseRow:
    return ResponseRow(
        title=row.title,
        moment=row.moment,
        population=_people(row.population, minimum, "niet bekend"),
        invited=_people(row.invited, minimum, "–"),
        responses=_number(row.responses, FEW),
        rate=percent(row.rate),
    )


def _people(value: int | None, minimum: int, otherwise: str) -> str:
    return FEW if is_a_few(value, minimum) else _number(value, otherwise)


def _number(value: int | None, otherwise: str) -> str:
    return otherwise if value is None else str(value)
