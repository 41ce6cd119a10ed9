"""From a message row to what a channel hands over, or the reason why it may not go out."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from survey_app.errors import CannotDecrypt
from survey_app.installation import Installation
from survey_app.mail.guard import may_receive
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.languages import offered_languages, title_in
from survey_app.messaging.outbox.addressees import Peace
from survey_app.messaging.outbox.queries import message_parts, parts_along
from survey_app.messaging.outbox.ways import REACHED_AT, is_read_by_colleagues
from survey_app.messaging.replies.bounce_addresses import bounce_address
from survey_app.messaging.replies.forms import ID
from survey_app.messaging.templates import (
    Audience,
    Facts,
    Named,
    Text,
    audience,
    message_text,
    sms_text,
    written_language,
)
from survey_app.operators.sentence import DutchSentence
from survey_app.organisations.queries import organisation_settings
from survey_app.organisations.settings import OrganisationSettings
from survey_app.organisations.waves import wave_state
from survey_app.questionnaire.windows import is_open
from survey_app.texts.translations import SOURCE
from survey_app.ways_in.access import Ways, ways_of
from survey_app.ways_in.contacts import Person, is_tester, opened_person
from survey_app.ways_in.links import answer_link, genuine_page, opt_out_link

NO_TESTER = "dit is een test, en dit is geen testadres"
TEST = "Dit is een test van de gemeente. Antwoorden worden niet bewaard."
OUTSIDE = "dit adres staat niet op de lijst van een proefopstelling"


@dataclass(frozen=True, slots=True)
class Parts:
    """A message with everything around it, read at one moment (`PARTS` in queries.py)."""

    message_id: str
    channel: str
    kind: str
    access_id: str
    number: int
    questionnaire: str
    version: int
    language: str
    used: bool
    refused: bool
    opens_on: datetime.date | None
    contact_id: str
    organisation_id: str
    ciphertext: bytes
    opted_out: bool
    wave_name: str
    starts_on: datetime.date
    ends_on: datetime.date
    live_at: datetime.datetime | None
    paused_at: datetime.datetime | None
    closed_at: datetime.datetime | None
    wave_languages: tuple[str, ...]  # of the plan; none: every one
    is_test: bool
    test_addresses: tuple[str, ...]
    slug: str
    organisation_name: str
    settings_revision: int
    most_reminders: int | None
    own_words: str | None  # in the language of the person
    own_words_in_dutch: str | None
    carries: bool = False  # other questionnaires of this person are to go along
    begun: bool = False  # behind this link somebody filled in something and sent nothing
    begun_words: str | None = None  # what the organisation adds for who began
    begun_words_in_dutch: str | None = None

    @property
    def is_last(self) -> bool:
        """Whether no reminder can follow this message."""
        most = Peace().most if self.most_reminders is None else self.most_reminders
        return self.number >= most

    def objection(self, today: datetime.date) -> str:
        """Why this message may no longer go out, in Dutch; empty when it may."""
        state = wave_state(self, today)
        if state == "draft":
            return DutchSentence("de meting is nog niet live")
        if state == "closed":
            return DutchSentence("de meting is gesloten")
        if self.opted_out or self.refused:
            return DutchSentence("wil geen berichten meer")
        if self.opens_on and not is_open(self.opens_on, today):
            return DutchSentence("is nu niet aan de beurt")
        return DutchSentence("heeft al geantwoord") if self.used else ""

    def person(self, installation: Installation) -> Person:
        """Whom it is for. Raises CannotDecrypt."""
        key = installation.keys.contact
        return opened_person(key, self.organisation_id, self.contact_id, self.ciphertext)

    def own(self, kind: str, language: str) -> str:
        """What the organisation adds to this kind of text in a language: the person's, or Dutch."""
        if kind == "started":
            mine, dutch = self.begun_words, self.begun_words_in_dutch
        else:
            mine, dutch = self.own_words, self.own_words_in_dutch
        return (mine if language == self.language else dutch) or ""

    def audience(self, installation: Installation) -> Audience:
        """Who reads it, after the questionnaire."""
        return audience(installation.catalogue.questionnaire(self.questionnaire, self.version))

    def settings(self, installation: Installation) -> OrganisationSettings:
        """The organisation's own words."""
        return organisation_settings(
            installation.engine, self.slug, self.organisation_name, self.settings_revision
        )


def outgoing_message(
    installation: Installation, message_id: str, today: datetime.date
) -> Outgoing | Outcome:
    """The message as it must go out now, or how it ends because it may not."""
    found = addressed(installation, message_id, today)
    if isinstance(found, Outcome):
        return found
    parts, person = found
    if parts.channel in REACHED_AT:
        recipient = REACHED_AT[parts.channel](person)
        if parts.channel == "sms" and not recipient:
            return Outcome("failed", DutchSentence("geen mobiel nummer: bel deze persoon"))
        if not may_receive(installation.config, recipient):
            return Outcome("held", OUTSIDE)
    if parts.channel == "console" and not installation.config.synthetic:
        return Outcome("cancelled", DutchSentence("een bestand bereikt niemand"))
    ways = ways_of(installation, parts.access_id)
    if not parts.carries:
        return written_out(installation, parts, person, ways)
    along = [Parts(*row) for row in parts_along(installation.engine, message_id)]
    told = {one.message_id: one.objection(today) for one in along}
    also = [
        (one, ways_of(installation, one.access_id)) for one in along if not told[one.message_id]
    ]
    outgoing = written_out(installation, parts, person, ways, also)
    return replace(outgoing, left_out=tuple((key, why) for key, why in told.items() if why))


def written_out(
    installation: Installation,
    parts: Parts,
    person: Person,
    ways: Ways,
    also: Sequence[tuple[Parts, Ways]] = (),
) -> Outgoing:
    """The message to this person, with these ways in, and those of what goes along."""
    settings = parts.settings(installation)
    facts = facts_of(installation, settings, parts, person, ways)
    if also:
        named = _named(installation, parts, [(parts, ways), *also])
        facts = replace(facts, named=named)
    is_sms = parts.channel == "sms" or (bool(person.phone) and not person.email)
    kind = _kind_of_text(installation, parts, alone=not also)
    return Outgoing(
        message_id=parts.message_id,
        recipient=person.phone if is_sms else person.email or "(brief)",
        text=(sms if is_sms else letter_or_mail)(installation, parts, kind, facts),
        sender_name=settings.sender_name or settings.name,
        reply_to=settings.email,
        opt_out=facts.opt_out,
        domain=urlsplit(installation.config.base_url).hostname or "localhost",
        is_sms=is_sms,
        return_path=_return_path(installation, parts),
    )


def _kind_of_text(installation: Installation, parts: Parts, alone: bool) -> str:
    """Which text goes out: who began and sent nothing is reminded in words of its own.

    Chosen at the moment of handing over and kept nowhere, so that no row, list or log tells who
    began. Only where no colleague reads the message, and only about one questionnaire: the
    ordinary text is true for each of several.
    """
    if parts.channel == "letter":
        return "letter"
    began = parts.kind == "reminder" and parts.begun and alone
    if began and not is_read_by_colleagues(installation.config, parts.channel):
        return "started"
    return parts.kind


def _named(
    installation: Installation, carrier: Parts, each: Sequence[tuple[Parts, Ways]]
) -> tuple[Named, ...]:
    """Each questionnaire by its name in the language of the message, with its own link."""
    language, base_url = (
        _language(installation, carrier, carrier.kind),
        installation.config.base_url,
    )
    return tuple(
        Named(
            title_in(language, parts.questionnaire, parts.version, installation.config),
            answer_link(base_url, ways.token),
        )
        for parts, ways in each
    )


def _return_path(installation: Installation, parts: Parts) -> str:
    """Where an e-mail comes back, when a mailbox was set for that."""
    mailbox = installation.config.smtp.bounces
    if parts.channel != "smtp" or not mailbox or not ID.fullmatch(parts.message_id):
        return ""  # an example has no id
    return bounce_address(installation.keys.lookup, mailbox, parts.message_id)


def letter_or_mail(installation: Installation, parts: Parts, kind: str, facts: Facts) -> Text:
    """The words of an e-mail or letter of this kind, in the language of this person."""
    reader, language = parts.audience(installation), _language(installation, parts, kind)
    own = parts.own(kind, language)
    if kind == "letter" and language != SOURCE:
        own = ""  # the one page is full: it holds the Dutch as well
    text = message_text(kind, reader, language, replace(facts, own=own))
    return marked_as_test(text, kind) if parts.is_test else text


def sms(installation: Installation, parts: Parts, kind: str, facts: Facts) -> Text:
    """The words of a text message of this kind, in the language of this person."""
    reader = parts.audience(installation)
    text = sms_text(kind, reader, _language(installation, parts, "sms"), facts)
    return replace(text, body=f"TEST {text.body}") if parts.is_test else text


def addressed(
    installation: Installation, message_id: str, today: datetime.date
) -> tuple[Parts, Person] | Outcome:
    """A message that may go out, with its person; otherwise how it ends."""
    row = message_parts(installation.engine, message_id)
    if row is None:
        return Outcome("cancelled", DutchSentence("de uitnodiging bestaat niet meer"))
    parts = Parts(*row)
    objection = parts.objection(today)
    if objection:
        return Outcome("cancelled", objection)
    try:
        person = parts.person(installation)
    except CannotDecrypt:
        return Outcome("failed", DutchSentence("de gegevens van deze persoon zijn niet te lezen"))
    if parts.is_test and not is_tester(parts.test_addresses, person):
        return Outcome("held", NO_TESTER)
    return parts, person


def marked_as_test(text: Text, kind: str) -> Text:
    """The same words, said to be a test: at the top, and in the first line of an e-mail."""
    body = text.body if kind == "letter" else f"{TEST}\n\n{text.body}"
    return replace(text, subject=f"TEST: {text.subject}", body=body)


def facts_of(
    installation: Installation,
    settings: OrganisationSettings,
    parts: Parts,
    person: Person,
    ways: Ways,
) -> Facts:
    """What the text of a message or letter to this person may mention."""
    base_url = installation.config.base_url
    return Facts(
        name=person.name,
        organisation=settings.name,
        help=settings.help_phone,
        link=answer_link(base_url, ways.token),
        opt_out=opt_out_link(base_url, ways.token),
        until=parts.ends_on,
        genuine=genuine_page(base_url),
        can_be_answered=installation.config.texts_can_be_answered,
        is_last=parts.is_last,
    )


def _language(installation: Installation, parts: Parts, kind: str) -> str:
    """The language to write in: one in which this person can answer as well, or Dutch."""
    if parts.language == SOURCE:  # for most people; then no translation has to be read
        return SOURCE
    offered = offered_languages(parts.questionnaire, parts.version, installation.config)
    planned = not parts.wave_languages or parts.language in parts.wave_languages
    may_choose = planned and parts.settings(installation).offers(parts.language)
    wish = parts.language if may_choose and parts.language in offered else SOURCE
    return written_language(kind, parts.audience(installation), wish)
