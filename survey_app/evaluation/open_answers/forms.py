"""What a reviewer sent: class, themes, and what to do with the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.errors import BadInput, EntryRefused
from survey_app.evaluation.open_answers.services import (
    Judgement,
    approve_quote,
    judge,
    skip,
    withdraw_quote,
)
from survey_app.evaluation.open_answers.words import LABELS, REASON_WORDS, THEMES
from survey_app.installation import Installation

NO_LABEL = "Kies een oordeel: 1, 2, 3 of 4."
NO_REASON = "Kies waarom u het wilt zien."


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The form as sent; what is not one of ours is left out."""

    label: str
    themes: tuple[str, ...]
    seen: str
    quote: str
    checked: bool
    error: str = ""
    place: str = ""  # the field that the error is about

    def judgement(self) -> Judgement:
        """Raises BadInput without a class."""
        if not self.label:
            raise EntryRefused(NO_LABEL)
        return Judgement(self.label, self.themes, self.seen)


def review_form(sent: MultiDict[str, str]) -> ReviewForm:
    """Read the form."""
    label, chosen = sent.get("oordeel", ""), sent.getlist("thema")
    return ReviewForm(
        label if label in LABELS else "",
        tuple(code for code in THEMES if code in chosen),
        sent.get("stand", ""),
        sent.get("citaat", "").strip(),
        "nagekeken" in sent,
    )


def reason_of(sent: MultiDict[str, str]) -> str:
    """Why the cover is opened. Raises BadInput."""
    reason = sent.get("reden", "")
    if reason not in REASON_WORDS:
        raise EntryRefused(NO_REASON)
    return reason


def carry_out(
    installation: Installation, answer_id: str, action: str, form: ReviewForm
) -> ReviewForm:
    """Do what the button says; the form comes back, with what is wrong with it if anything."""
    try:
        ACTIONS.get(action, _judge)(installation, answer_id, form)
    except BadInput as error:
        place = "oordeel" if str(error) == NO_LABEL else "citaat" if action == "citaat" else ""
        return replace(form, error=str(error), place=place)
    return form


def _judge(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    judge(installation, answer_id, form.judgement())


def _quote(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    approve_quote(installation, answer_id, form.judgement(), form.quote, form.checked)


def _skip(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    skip(installation, answer_id)


def _withdraw(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    withdraw_quote(installation, answer_id, form.seen)


ACTIONS: Mapping[str, Callable[[Installation, str, ReviewForm], None]] = MappingProxyType(
    {"citaat": _quote, "overslaan": _skip, "intrekken": _withdraw}
)
