"""The fields of a framework of one's own and of its criteria."""

import re
from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from survey_app.evaluation.entry.fields import Field, Typed, typed
from survey_app.evaluation.evidence.names import REGISTER
from survey_app.evaluation.norms.own.services import CriterionFacts
from survey_app.models import OwnCriterion
from survey_app.questionnaire.framework import Framework

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")
NO_CODE = "Gebruik letters, cijfers, punten en streepjes, bijvoorbeeld N1 of N1.2."
NAME = (
    Field(
        "name",
        "Naam van het kader",
        "Bijvoorbeeld: Normenkader rekenkamer 2027.",
        needed="Geef het kader een naam.",
        longest=200,
    ),
)
CRITERION = (
    Field("norm", "Code van de norm", "Bijvoorbeeld: N1.", needed="Geef de norm een code."),
    Field(
        "norm_text",
        "De norm",
        "Eén zin die waar of niet waar kan zijn.",
        kind="text",
        needed="Schrijf de norm op.",
    ),
    Field("code", "Code van het criterium", "Bijvoorbeeld: N1.1.", needed="Geef een code."),
    Field("text", "Het criterium", kind="text", needed="Schrijf het criterium op."),
    Field(
        "evidence",
        "Waar blijkt het uit?",
        "Codes van cellen (R07-C), vragen (C302), cijfers (F14) en documenten (D10), met een "
        "spatie ertussen. Zonder code beoordeelt u het zelf.",
    ),
)


def known_codes(framework: Framework) -> frozenset[str]:
    """What a criterion may rest on: all that an edition publishes a light of, and documents."""
    named = (code for point in framework.advice_points for code in (*point.cells, *point.evidence))
    return frozenset(
        code
        for code in (
            *(cell.code for cell in framework.cells),
            *(figure.code for figure in framework.figures),
            *(document.code for document in framework.documents),
            *named,
        )
        if code != REGISTER
    )


def filled(criterion: OwnCriterion) -> dict[str, str]:
    """A stored criterion as it stands in the fields."""
    return {
        "norm": criterion.norm,
        "norm_text": criterion.norm_text,
        "code": criterion.code,
        "text": criterion.text,
        "evidence": " ".join(criterion.evidence),
    }


def read_criterion(
    form: MultiDict[str, str], framework: Framework, others: Mapping[str, str]
) -> tuple[Typed, CriterionFacts | None]:
    """What was typed, and the criterion where nothing is wrong with it.

    `others` are the norms of one's other frameworks: judgements go by code, so none comes twice.
    """
    found = typed(form, CRITERION)
    norm, code = found["norm"].upper(), found["code"].upper()
    for name, text in (("norm", norm), ("code", code)):
        if text and not CODE.fullmatch(text):
            found = found.with_error(name, NO_CODE)
    if norm in others or norm in {one.code for one in framework.norms}:
        found = found.with_error("norm", f"{norm} is al een norm van een ander kader.")
    evidence = tuple(dict.fromkeys(re.findall(r"[^\s,;]+", found["evidence"].upper())))
    unknown = [one for one in evidence if one not in known_codes(framework)]
    if unknown:
        found = found.with_error("evidence", f"Wij kennen {', '.join(unknown[:3])} niet.")
    if found.errors:
        return found, None
    return found, CriterionFacts(norm, found["norm_text"], code, found["text"], evidence)
