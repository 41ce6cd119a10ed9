"""What a fieldworker reads about sending, made from numbers that add up."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from survey_app.clock import AMSTERDAM
from survey_app.installation import Installation
from survey_app.messaging.outbox.addressees import by_plan
from survey_app.messaging.outbox.ways import channel_for
from survey_app.messaging.sending.queries import Group
from survey_app.messaging.sending.reach import Reach
from survey_app.models import Dispatch, Wave
from survey_app.texts.dutch import day_words, number_words, people_words

WAYS: Mapping[str, str] = MappingProxyType(
    {"email": "E-mail", "letter": "Brief", "phone": "Telefoon"}
)
BY: Mapping[str, str] = MappingProxyType(
    {"email": "per e-mail", "letter": "per brief", "phone": "per sms"}
)
WHATS: Mapping[str, int] = MappingProxyType(
    {"uitnodiging": 0, "herinnering": 1, "tweede-herinnering": 2}
)
# The texts of one message, by what stands in its address.
TEXTS = ("", "begonnen", "meer")
STANDINGS = ("open", "waiting", "sent", "failed", "off")
IN_LINE = ("queued", "sending")


@dataclass(frozen=True, slots=True)
class Line:
    """A questionnaire and way: how many people stand where. `numbers` follow STANDINGS."""

    code: str
    title: str
    way: str
    way_words: str
    people: str
    numbers: tuple[str, ...]
    can_send: bool
    by_plan: bool  # the plan writes to people of this way
    to_send: int  # not invited yet, or failed
    is_invited: bool  # somebody is, so that there is somebody to remind


@dataclass(frozen=True, slots=True)
class DispatchLine:
    """A dispatch as it stands now; the numbers together are all the people it was for."""

    id: str
    what: str
    title: str
    code: str
    when: str
    asked_by: str
    people: int
    to_line_up: int
    in_line: int
    in_hand: int  # of those in line: being handed over at this moment
    sent: int
    failed: int
    unknown: int
    lapsed: int
    too_early: int
    is_paused: bool
    is_done: bool

    @property
    def handled(self) -> int:
        """How many are over, one way or another."""
        return self.people - self.to_line_up - self.in_line

    @property
    def state(self) -> str:
        """In a word."""
        if self.is_done:
            return "Klaar"
        return "Gepauzeerd" if self.is_paused else "Bezig"


@dataclass(frozen=True, slots=True)
class TextChoice:
    """One of the texts that people get, and how many get it; None: that is not told."""

    text: str
    name: str
    people: int | None


def text_choices(reach: Reach, tells_begun: bool) -> list[TextChoice]:
    """The texts to choose from; none where everybody reads the same."""
    if tells_begun:
        found = [
            TextChoice("", "Nog niet begonnen", reach.ordinary),
            TextChoice("begonnen", "Begonnen, niet verstuurd", reach.begun),
        ]
    else:
        found = [TextChoice("", "Eén vragenlijst", reach.able - reach.several)]
    if reach.several:
        found.append(TextChoice("meer", "Meer vragenlijsten", reach.several))
    return found if len(found) > 1 else []


def several_words(number: int) -> str:
    """Who reads of more than one questionnaire, for who decides to send."""
    if not number:
        return ""
    of_them = "1 van hen heeft" if number == 1 else f"{number_words(number)} van hen hebben"
    return f"{of_them} nog een vragenlijst open. Die staat met een eigen link in hetzelfde bericht."


def what_of(number: int) -> str:
    """'Uitnodiging', 'Herinnering' or 'Tweede herinnering'."""
    return ("Uitnodiging", "Herinnering", "Tweede herinnering")[number]


def lines(
    installation: Installation,
    wave: Wave,
    versions: Mapping[str, int],
    counted: Iterable[Group],
) -> list[Line]:
    """The table of a wave: a line for each questionnaire and way."""
    table: dict[tuple[str, str], dict[str, int]] = {}
    for group in counted:
        held = table.setdefault((group.questionnaire, group.way), {})
        held[group.standing] = group.people
    return [
        _line(installation, wave, (code, versions[code]), way, held)
        for (code, way), held in sorted(table.items(), key=_order)
        if code in versions
    ]


def dispatch_line(
    installation: Installation,
    dispatch: Dispatch,
    states: Mapping[str, int],
    versions: Mapping[str, int],
) -> DispatchLine:
    """A dispatch with the states of its messages."""
    there = sum(states.values())
    is_lined_up = dispatch.lined_up_at is not None
    rest = max(dispatch.people - there, 0)
    in_line = sum(states.get(state, 0) for state in IN_LINE)
    at = dispatch.asked_at.astimezone(AMSTERDAM)
    return DispatchLine(
        id=dispatch.id,
        what=f"{what_of(dispatch.number)} {BY[dispatch.way]}",
        title=_title(installation, dispatch.questionnaire, versions),
        code=dispatch.questionnaire,
        when=f"{day_words(at.date())} om {at:%H:%M}",
        asked_by=dispatch.asked_by,
        people=dispatch.people,
        to_line_up=0 if is_lined_up else rest,
        in_line=in_line,
        in_hand=states.get("sending", 0),
        sent=states.get("sent", 0),
        failed=states.get("failed", 0),
        unknown=states.get("unknown", 0),
        lapsed=states.get("cancelled", 0) + (rest if is_lined_up else 0),
        too_early=dispatch.too_early,
        is_paused=dispatch.paused_at is not None,
        is_done=is_lined_up and not in_line,
    )


def too_early_words(number: int, is_reminder: bool) -> str:
    """Who is left in peace for now."""
    if not number:
        return ""
    why = (
        "kreeg de vorige oproep te kort geleden"
        if is_reminder
        else "kreeg kort geleden al een bericht van een andere meting"
    )
    if number > 1:
        why = why.replace("kreeg", "kregen")
    return f"{people_words(number)} {why} en wacht{'en' if number > 1 else ''} nog."


def state_words(state: str) -> str:
    """How a message stands, for the list of who did not get theirs."""
    return {"failed": "Mislukt", "unknown": "Misschien bezorgd"}.get(state, "Wacht")


# What templates say of numbers and states.
FILTERS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "in_dutch": number_words,
        "people": people_words,
        "too_early": too_early_words,
        "several": several_words,
        "message_state": state_words,
    }
)


def _order(found: tuple[tuple[str, str], Mapping[str, int]]) -> tuple[str, int]:
    (code, way), _ = found
    ways: Sequence[str] = list(WAYS)
    return code, ways.index(way) if way in ways else len(ways)


def _line(
    installation: Installation,
    wave: Wave,
    asked: tuple[str, int],
    way: str,
    held: Mapping[str, int],
) -> Line:
    code, version = asked
    return Line(
        code=code,
        title=installation.catalogue.questionnaire(code, version).title,
        way=way,
        way_words=WAYS.get(way, way),
        people=number_words(sum(held.values())),
        numbers=tuple(number_words(held.get(one, 0)) for one in STANDINGS),
        can_send=channel_for(installation.config, way) is not None and by_plan(wave, way),
        by_plan=by_plan(wave, way),
        to_send=held.get("open", 0) + held.get("failed", 0),
        is_invited=held.get("sent", 0) > 0,
    )


def _title(installation: Installation, code: str, versions: Mapping[str, int]) -> str:
    if code not in versions:
        return code
    return installation.catalogue.questionnaire(code, versions[code]).title
