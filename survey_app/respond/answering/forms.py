"""From what a browser sends to plain values; whether an answer is acceptable is decided later."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

ANSWER, REVISION, PAGE_KEY, PROOF = "answer", "revision", "key", "proof"
ASKED = "asked"
MAX_DIGITS = 9
MAX_KEY = 32


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One question page as it was sent.

    `change` asks for another language or size instead of the next question; `to_check` says
    that the person came from the overview and wants to go back to it. `asked` marks the text
    about which this page asked whether a name or number should stay ("1": the browser did).
    """

    raw: tuple[str, ...]
    revision: int
    key: str
    skip: bool
    insist: bool
    keep: bool
    to_check: bool
    change: str
    asked: str = ""


def answer_form(form: MultiDict[str, str]) -> AnswerForm:
    """The fields of a question page; whatever is missing or odd becomes a harmless value."""
    return AnswerForm(
        raw=tuple(form.getlist(ANSWER)),
        revision=whole_number(form.get(REVISION, "")),
        key=form.get(PAGE_KEY, "")[:MAX_KEY],
        skip="skip" in form,
        insist="insist" in form,
        keep="keep" in form,
        to_check="check" in form,
        change=form.get("set", "")[:20],
        asked=form.get(ASKED, "")[:MAX_KEY],
    )


def whole_number(text: str) -> int:
    """The number in a hidden field, 0 when it holds none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0
