"""What every page about sending begins with: whose wave it is, and which message."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import abort, request

from survey_app.clock import today
from survey_app.database import reading
from survey_app.messaging.outbox.addressees import Target, by_plan, peace_of
from survey_app.messaging.outbox.ways import channel_for, is_read_by_colleagues
from survey_app.messaging.sending.presentation import BY, TEXTS, WAYS, WHATS, what_of
from survey_app.messaging.sending.previews import Surroundings
from survey_app.messaging.sending.queries import own_words, versions, wave_with_owner
from survey_app.models import Organisation, Wave
from survey_app.organisations.waves import State, wave_state
from survey_app.texts.dutch import period_words
from survey_app.texts.translations import LANGUAGES
from survey_app.visits.staff_session import Staff, current_staff, role_required
from survey_app.web.current import installation_here

fieldworker = role_required("fieldworker")


@dataclass(frozen=True, slots=True)
class WaveHere:
    """A wave that this person may send for."""

    wave: Wave
    owner: Organisation
    versions: Mapping[str, int]
    state: State
    period: str

    @property
    def id(self) -> str:
        """The id of the wave."""
        return self.wave.id

    @property
    def name(self) -> str:
        """The name of the wave."""
        return self.wave.name

    @property
    def is_test(self) -> bool:
        """Whether it goes to testers only."""
        return self.wave.is_test


@dataclass(frozen=True, slots=True)
class Chosen:
    """One message to one group of people; `can_send`: there is a channel to them here."""

    here: WaveHere
    about: Surroundings
    target: Target
    title: str
    what: str
    heading: str
    can_send: bool
    tells_begun: bool  # who began and sent nothing reads another text
    text: str  # which of its texts is shown (presentation.py, TEXTS)

    @property
    def own_kind(self) -> str:
        """The kind of words that the organisation adds to this text (OwnText.kind)."""
        return own_kind(self.target, self.text)

    @property
    def only(self) -> str:
        """The name of the one language whose people were chosen; empty for everybody."""
        return LANGUAGES[self.target.language][0] if self.target.language else ""

    @property
    def place(self) -> dict[str, Any]:
        """What stands in the addresses of its pages."""
        return {
            "wave_id": self.here.id,
            "code": self.target.questionnaire,
            "way": self.target.way,
            "what": self.what,
            "alleen": self.target.language,
            "tekst": self.text or None,
        }


def staff_here() -> Staff:
    """Who is working here; `fieldworker` has let somebody in."""
    return cast("Staff", current_staff())


def found_wave(wave_id: str) -> WaveHere:
    """The wave of a page. Aborts with 404 for one that is not there."""
    with reading(installation_here().engine) as session:
        found = wave_with_owner(session, wave_id)
        known = versions(session, wave_id)
    if found is None:
        abort(404)
    wave, owner = found
    state = wave_state(wave, today())
    return WaveHere(wave, owner, known, state, period_words(wave.starts_on, wave.ends_on))


def chosen_message(wave_id: str, code: str, way: str, what: str) -> Chosen:
    """The message of a page. Aborts with 404 for one that is not there."""
    here = found_wave(wave_id)
    if code not in here.versions or way not in WAYS or what not in WHATS:
        abort(404)
    installation, number = installation_here(), WHATS[what]
    channel = channel_for(installation.config, way)
    target = Target(wave_id, code, way, channel or "", number, _only(request.values.get("alleen")))
    colleagues = is_read_by_colleagues(installation.config, target.channel)
    tells_begun = bool(number) and way != "letter" and not colleagues
    text = _text(request.values.get("tekst"), tells_begun)
    with reading(installation.engine) as session:
        words = own_words(session, target, own_kind(target, text))
        most = peace_of(session, wave_id).most
    about = Surroundings(here.wave, here.owner, here.versions[code], most, words)
    return Chosen(
        here=here,
        about=about,
        target=target,
        title=installation.catalogue.questionnaire(code, about.version).title,
        what=what,
        heading=f"{what_of(number)} {BY[way]}",
        can_send=channel is not None and by_plan(here.wave, way),
        tells_begun=tells_begun,
        text=text,
    )


def _only(language: str | None) -> str | None:
    """The one language whose people were chosen; None for everybody."""
    return language if language in LANGUAGES else None


def own_kind(target: Target, text: str) -> str:
    """The kind of words that the organisation adds (OwnText.kind) to one of the texts."""
    return "started" if text == "begonnen" else target.kind


def _text(name: str | None, tells_begun: bool) -> str:
    """The text that was asked for; the ordinary one is empty."""
    if name == "begonnen" and not tells_begun:
        return ""
    return name if name and name in TEXTS else ""
