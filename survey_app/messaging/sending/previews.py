"""A message exactly as it will arrive, made by the same code that sends it, to an example person.

Only the link differs: it is as long as a real one and opens nothing, since nobody was invited.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from survey_app.installation import Installation
from survey_app.messaging.channels.outgoing import Outgoing
from survey_app.messaging.channels.sms import Length, sms_length
from survey_app.messaging.languages import offered_languages
from survey_app.messaging.letters.pages import letters_html
from survey_app.messaging.letters.services import composed_letter, heading_of
from survey_app.messaging.letters.window import WindowAddress
from survey_app.messaging.outbox.addressees import Target
from survey_app.messaging.outbox.composing import Parts, written_out
from survey_app.messaging.outbox.looking import EXAMPLE
from survey_app.messaging.queueing.companions import Readers
from survey_app.messaging.templates import audience, written_language
from survey_app.models import Organisation, Wave
from survey_app.texts.translations import LANGUAGES, SOURCE
from survey_app.ways_in.contacts import Person

NAME = "Sam de Vries"
ADDRESS = ("Sam de Vries", "Dorpsstraat 12", "2740 AA Voorbeeldstad")
PHONE = "+31612345678"
OF_WAVE = (
    *("starts_on", "ends_on", "live_at", "paused_at", "closed_at", "is_test", "test_addresses"),
)
EMAIL = "sam.de.vries@voorbeeld.nl"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The wave, its organisation and the version of the questionnaire that a message is about."""

    wave: Wave
    owner: Organisation
    version: int
    most_reminders: int = 2
    own_words: Mapping[str, str] = field(default_factory=dict)  # by language
    also: tuple[tuple[str, int], ...] = ()  # other questionnaires in it, with their version
    begun: bool = False  # as somebody reads it who began and sent nothing


@dataclass(frozen=True, slots=True)
class Offered:
    """A language in which people can be written to."""

    code: str
    name: str
    direction: str


def languages_offered(
    installation: Installation, target: Target, about: Surroundings
) -> tuple[Offered, ...]:
    """The languages in which this message goes out, Dutch first."""
    able = offered_languages(target.questionnaire, about.version, installation.config)
    able &= frozenset(about.wave.languages or able)
    asked = installation.catalogue.questionnaire(target.questionnaire, about.version)
    kind, reader = words_of(target), audience(asked)
    return tuple(
        Offered(code, name, direction)
        for code, (name, direction) in LANGUAGES.items()
        if code in able and written_language(kind, reader, code) == code
    )


def words_of(target: Target) -> str:
    """The kind of text that people of this way read."""
    if target.way == "letter":
        return "letter"
    if target.way == "phone":
        return "sms"
    return target.kind


def example(
    installation: Installation, target: Target, about: Surroundings, language: str
) -> Outgoing:
    """The message to an example person."""
    parts = _parts(target, about, language)
    others = (replace(parts, questionnaire=code, version=version) for code, version in about.also)
    along = [(one, EXAMPLE) for one in others]
    return written_out(installation, parts, _person(target), EXAMPLE, along)


def parts_in_all(
    installation: Installation,
    target: Target,
    about: Surroundings,
    readers: Iterable[Readers],
    also: tuple[tuple[str, int], ...],
) -> int:
    """The parts of all text messages together: of a reminder at most, since who began is not told.

    `also`: the questionnaire that stands in them most often besides, for who has several.
    """
    offered = {one.code for one in languages_offered(installation, target, about)}
    total = 0
    for one in readers:
        language = one.language if one.language in offered else SOURCE
        more = also * (one.questionnaires - 1)
        ways = [replace(about, also=more, begun=False)]
        if target.number and not more:
            ways.append(replace(about, begun=True))
        texts = [example(installation, target, way, language).text.body for way in ways]
        total += one.people * max(sms_length(text).parts for text in texts)
    return total


def letter_html(
    installation: Installation, target: Target, about: Surroundings, language: str
) -> str:
    """The letter to an example person, ready to be typeset."""
    parts, person = _parts(target, about, language), _person(target)
    letter = composed_letter(installation, parts, person, WindowAddress(ADDRESS, ""), EXAMPLE)
    return letters_html(heading_of(installation, parts), [letter])


def length_of(outgoing: Outgoing) -> Length | None:
    """The parts of a text message; None for everything else."""
    return sms_length(outgoing.text.body) if outgoing.is_sms else None


def paragraphs(text: str) -> Iterable[list[str]]:
    """The lines of each paragraph, as a mail program shows them."""
    return [part.strip("\n").splitlines() for part in text.split("\n\n") if part.strip()]


def _person(target: Target) -> Person:
    if target.way == "letter":
        return Person(name=NAME, address="\n".join(ADDRESS[1:]), channel="letter")
    if target.way == "phone":
        return Person(name=NAME, phone=PHONE, channel="phone")
    return Person(name=NAME, email=EMAIL)


def _parts(target: Target, about: Surroundings, language: str) -> Parts:
    return Parts(
        message_id="voorbeeld",
        channel=target.channel,
        kind=target.kind,
        access_id="",
        questionnaire=target.questionnaire,
        version=about.version,
        language=language,
        used=False,
        refused=False,
        contact_id="",
        organisation_id=about.owner.id,
        ciphertext=b"",
        opted_out=False,
        opens_on=None,
        wave_name=about.wave.name,
        wave_languages=about.wave.languages,
        **{name: getattr(about.wave, name) for name in OF_WAVE},
        slug=about.owner.slug,
        organisation_name=about.owner.name,
        settings_revision=about.owner.settings_revision,
        number=target.number,
        most_reminders=about.most_reminders,
        own_words=about.own_words.get(language),
        own_words_in_dutch=about.own_words.get(SOURCE),
        begun=about.begun,
        begun_words=about.own_words.get(language),
        begun_words_in_dutch=about.own_words.get(SOURCE),
    )
