"""A guide for a talk, made from the cells that Tabel 1 has for a party in a phase."""

from dataclasses import dataclass

from survey_app.questionnaire.definition import Catalogue

PROMPTS = (
    "Kunt u een voorbeeld geven?",
    "Wat ging goed?",
    "Wat had anders gemoeten?",
)
OPENING = (
    "Vertel wie u bent, waarom u belt en dat meedoen mag en niet hoeft.",
    "Zeg dat u geen namen opschrijft, ook niet van medewerkers.",
    "Vraag of u iets mag aanhalen zonder dat iemand te herkennen is.",
)
CLOSING = "Wat hebben wij niet gevraagd dat u toch kwijt wilt?"


@dataclass(frozen=True, slots=True)
class GuideSubject:
    """One cell to talk about: its aspect, and the questions that people answered in writing."""

    cell: str
    aspect: str
    questions: tuple[str, ...]


def guide(catalogue: Catalogue, party: str, phase: str | None) -> tuple[GuideSubject, ...]:
    """The subjects in the order of Tabel 1; without a phase those of every phase."""
    framework = catalogue.framework
    rows = {row.code: row for row in framework.rows}
    texts = {one.code: one.text for each in catalogue.newest() for one in each.questions}
    return tuple(
        GuideSubject(
            cell.code,
            rows[cell.row].aspect,
            tuple(texts[code] for code in cell.questions if code in texts),
        )
        for cell in framework.cells
        if cell.party == party and cell.questions and phase in (None, rows[cell.row].phase)
    )
