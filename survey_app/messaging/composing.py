"""From a message row to what a channel hands over, or the reason why it may not go out."""

import datetime
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from survey_app.access import Ways, ways_of
from survey_app.contacts import Person, opened_person
from survey_app.errors import CannotDecrypt
from survey_app.installation import Installation
from survey_app.links import answer_link, opt_out_link
from survey_app.messaging.guard import may_receive
from survey_app.messaging.outgoing import Outcome, Outgoing
from survey_app.messaging.queries import message_parts
from survey_app.messaging.texts import (
    Audience,
    Facts,
    audience,
    long_date,
    message_text,
    written_language,
)
from survey_app.models import Contact, Invitation, Message, Organisation, Wave
from survey_app.settings_file import OrganisationSettings, organisation_settings
from survey_app.waves import wave_state


@dataclass(frozen=True, slots=True)
class Parts:
    """A message with everything around it, read at one moment."""

    message: Message
    invitation: Invitation
    contact: Contact
    wave: Wave
    organisation: Organisation
    version: int

    def objection(self, today: datetime.date) -> str:
        """Why this message may no longer go out, in Dutch; empty when it may."""
        wave = self.wave
        state = wave_state(wave.starts_on, wave.ends_on, wave.paused_at, wave.closed_at, today)
        if state == "closed":
            return "de meting is gesloten"
        if self.contact.opted_out or self.invitation.refused:
            return "wil geen berichten meer"
        return "heeft al geantwoord" if self.invitation.used else ""

    def audience(self, installation: Installation) -> Audience:
        """Who reads it, after the questionnaire."""
        code = self.invitation.questionnaire
        return audience(installation.catalogue.questionnaire(code, self.version))

    def settings(self, installation: Installation) -> OrganisationSettings:
        """The organisation's own words."""
        home = installation.config.home
        return organisation_settings(home, self.organisation.slug, self.organisation.name)


def outgoing_message(
    session: Session, installation: Installation, message_id: str, today: datetime.date
) -> Outgoing | Outcome:
    """The message as it must go out now, or how it ends because it may not."""
    found = addressed(session, installation, message_id, today)
    if isinstance(found, Outcome):
        return found
    parts, person = found
    if parts.message.channel == "smtp" and not may_receive(installation.config, person.email):
        return Outcome("failed", "dit adres staat niet op de lijst van een proefopstelling")
    kind, reader = parts.message.kind, parts.audience(installation)
    language = written_language(kind, reader, parts.invitation.language)
    settings = parts.settings(installation)
    ways = ways_of(installation, parts.message.access_id)
    facts = facts_of(installation, parts, person, ways, language)
    return Outgoing(
        message_id=parts.message.id,
        recipient=person.email or person.phone or "(brief)",
        text=message_text(kind, reader, language, facts),
        sender_name=settings.name,
        reply_to=settings.email,
        opt_out=facts.opt_out,
        domain=urlsplit(installation.config.base_url).hostname or "localhost",
    )


def addressed(
    session: Session, installation: Installation, message_id: str, today: datetime.date
) -> tuple[Parts, Person] | Outcome:
    """A message that may go out, with its person; otherwise how it ends."""
    row = message_parts(session, message_id)
    if row is None:
        return Outcome("cancelled", "de uitnodiging bestaat niet meer")
    parts = Parts(row[0], row[1], row[2], row[3], row[4], row[5])
    objection = parts.objection(today)
    if objection:
        return Outcome("cancelled", objection)
    contact, key = parts.contact, installation.keys.contact
    try:
        person = opened_person(key, contact.organisation_id, contact.id, contact.ciphertext)
    except CannotDecrypt:
        return Outcome("failed", "de gegevens van deze persoon zijn niet te lezen")
    return parts, person


def facts_of(
    installation: Installation, parts: Parts, person: Person, ways: Ways, language: str
) -> Facts:
    """What the text of a message or letter to this person may mention."""
    base_url, settings = installation.config.base_url, parts.settings(installation)
    return Facts(
        name=person.name,
        organisation=settings.name,
        help=settings.help_phone,
        link=answer_link(base_url, ways.token),
        opt_out=opt_out_link(base_url, ways.token),
        until=long_date(parts.wave.ends_on, language),
    )
