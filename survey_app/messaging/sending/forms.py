"""A scheme of reminders as it is typed: every field kept, each wrong one with a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from survey_app.models import ReminderScheme

# field -> least, most, what it counts
FIELDS: Mapping[str, tuple[int, int, str]] = {
    "first": (5, 90, "dagen"),
    "second": (5, 90, "dagen"),
    "rest": (0, 52, "weken"),
}


@dataclass(frozen=True, slots=True)
class SchemeForm:
    """What stands in the fields; `errors` says per field what is wrong."""

    is_on: bool = False
    most: int = 2
    first: str = "10"
    second: str = "10"
    rest: str = "8"
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Days to the first and the second reminder, and weeks of rest. Only without errors."""
        return int(self.first), int(self.second), int(self.rest)


def form_of(kept: ReminderScheme | None) -> SchemeForm:
    """The fields of a scheme; the usual ones when a wave has none."""
    if kept is None:
        return SchemeForm()
    return SchemeForm(
        is_on=kept.is_on,
        most=kept.most,
        first=str(kept.first_after_days),
        second=str(kept.second_after_days),
        rest=str(kept.rest_weeks),
    )


def scheme_form(sent: MultiDict[str, str]) -> SchemeForm:
    """The fields as they were sent, with what is wrong in each."""
    typed = {name: sent.get(name, "")[:6].strip() for name in FIELDS}
    errors = {
        name: f"Vul een heel getal in van {least} tot en met {most} {what}."
        for name, (least, most, what) in FIELDS.items()
        if not (typed[name].isascii() and typed[name].isdigit())
        or not least <= int(typed[name]) <= most
    }
    most = 1 if sent.get("most") == "1" else 2
    return SchemeForm("is_on" in sent, most, errors=errors, **typed)
