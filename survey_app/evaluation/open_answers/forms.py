"""What a reviewer sent: class, themes, and what to do with the answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from werkzeug.datastructures import MultiDict

from survey_app.errors import BadInput, EntryRefused
from survey_app.evaluation.open_answers.second.services import (
    ALONE,
    read_again,
    settle,
    skip_again,
)
from survey_app.evaluation.open_answers.second.stages import Stage
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
PLACES = {NO_LABEL: "oordeel", ALONE: "samen"}  # the field that an error is about


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The form as sent; what is not one of ours is left out."""

    label: str
    themes: tuple[str, ...]
    seen: str
    quote: str
    checked: bool
    stage: str
    together: bool
    by: str  # the account that sent it
    error: str = ""
    place: str = ""  # the field that the error is about

    def judgement(self) -> Judgement:
        """Raises BadInput without a class."""
        if not self.label:
            raise EntryRefused(NO_LABEL)
        return Judgement(self.label, self.themes, self.seen, self.by)


def review_form(sent: MultiDict[str, str], account_id: str) -> ReviewForm:
    """Read the form of this account."""
    label, chosen = sent.get("oordeel", ""), sent.getlist("thema")
    return ReviewForm(
        label if label in LABELS else "",
        tuple(code for code in THEMES if code in chosen),
        sent.get("stand", ""),
        sent.get("citaat", "").strip(),
        "nagekeken" in sent,
        sent.get("lezing", Stage.FIRST),
        "samen" in sent,
        account_id,
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
        ACTIONS.get((form.stage, action), _judge)(installation, answer_id, form)
    except BadInput as error:
        place = PLACES.get(str(error), "citaat" if action == "citaat" else "")
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


def _read_again(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    read_again(installation, answer_id, form.judgement())


def _settle(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    settle(installation, answer_id, form.judgement(), form.together)


def _skip_again(installation: Installation, answer_id: str, form: ReviewForm) -> None:
    skip_again(installation, answer_id)


# Which reading, which button; whatever else is sent is the usual judgement.
ACTIONS: Mapping[tuple[str, str], Callable[[Installation, str, ReviewForm], None]] = (
    MappingProxyType(
        {
            (Stage.FIRST, "citaat"): _quote,
            (Stage.FIRST, "overslaan"): _skip,
            (Stage.FIRST, "intrekken"): _withdraw,
            (Stage.SECOND, "bewaren"): _read_again,
            (Stage.SECOND, "overslaan"): _skip_again,
            (Stage.SETTLE, "bewaren"): _settle,
            (Stage.SETTLE, "overslaan"): _skip_again,
        }
    )
)
