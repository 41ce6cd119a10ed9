"""Deciding and putting in line at once, as the command does it, for every group of a wave.

What failed stands in line again, in the same row, when somebody sends again: by then the address
may have been corrected.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from survey_app.clock import today
from survey_app.database import reading
from survey_app.errors import BadInput, NotATester
from survey_app.installation import Installation
from survey_app.mail.guard import may_receive, refuse_dead_links
from survey_app.messaging.outbox.addressees import Target, due, numbers, peace_of, targets
from survey_app.messaging.outbox.queries import contacts_of
from survey_app.messaging.outbox.services_dispatch import decide, line_up, refuse_closed
from survey_app.messaging.outbox.ways import REACHED_AT, REACHES
from survey_app.models import Wave
from survey_app.organisations.waves import find_wave
from survey_app.ways_in.contacts import Person, is_tester, opened_person


@dataclass(frozen=True, slots=True)
class Queued:
    """How many messages stand in line now, and who gets none: reached elsewhere, or too early."""

    queued: int
    elsewhere: int
    too_early: int = 0


def queue_messages(
    installation: Installation, wave_name: str, channel: str, reminder: bool = False
) -> Queued:
    """Make the ways in and the messages of a wave that are not there yet.

    Raises UnknownName, WaveClosed, KeyMissing, SettingError when no receiver could open the link,
    and BadInput when a recipient is outside the allowed ones of an installation that is not live:
    then nothing is queued at all.
    """
    installation.keys.need_sender()
    if channel == "console" and not installation.config.synthetic:
        raise BadInput("a file reaches nobody: only invented people can be sent to it")
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        refuse_closed(wave)
        peace = peace_of(session, wave.id)
        found = [
            (target, *numbers(session, target, peace, today()))
            for target in targets(session, wave.id, channel, peace.most if reminder else 0)
        ]
    reached = [(one, able) for one, able, _ in found if one.way in REACHES[channel] and able]
    refuse_unsendable(installation, [one for one, _ in reached])
    queued = sum(_lined_up(installation, target) for target, _ in reached)
    elsewhere = sum(able for one, able, _ in found if one.way not in REACHES[channel])
    return Queued(queued, elsewhere, sum(early for _, _, early in found))


def _lined_up(installation: Installation, target: Target) -> int:
    """Decide and put in line; nobody, where all stand in messages about another questionnaire."""
    with reading(installation.engine) as session:
        able, _ = numbers(session, target, peace_of(session, target.wave_id), today())
    if not able:
        return 0
    by_command = target.channel == "letter"
    return line_up(installation, decide(installation, target, able, by_command=by_command))


def refuse_unsendable(installation: Installation, wanted: Iterable[Target]) -> None:
    """Raises SettingError for links that open nowhere, BadInput for receivers not allowed here."""
    wanted = list(wanted)
    refuse_dead_links(installation.config)
    _refuse_strangers(installation, wanted)
    if installation.config.live:
        return
    people = [
        (REACHED_AT[target.channel], person)
        for target in wanted
        if target.channel in REACHED_AT
        for person in _people(installation, target)
    ]
    addresses = filter(None, (reached_at(person) for reached_at, person in people))
    outside = sum(not may_receive(installation.config, address) for address in addresses)
    if outside:
        raise BadInput(
            "{outside} of {number} recipients are not in "
            "TRAJECTSPIEGEL_ALLOWED_RECIPIENTS; nothing was queued. Set "
            "TRAJECTSPIEGEL_LIVE=1 to write to real people",
            outside=outside,
            number=len(people),
        )


def _refuse_strangers(installation: Installation, wanted: Iterable[Target]) -> None:
    """A test goes to its testers, whatever the channel."""
    for target in wanted:
        with reading(installation.engine) as session:
            wave = session.get_one(Wave, target.wave_id)
        if not wave.is_test:
            continue
        people = list(_people(installation, target))
        strangers = sum(not is_tester(wave.test_addresses, person) for person in people)
        if strangers:
            raise NotATester(
                "wave {wave!r} is a test: {strangers} of {number} recipients are not among "
                "its test addresses; nothing was queued",
                wave=wave.name,
                strangers=strangers,
                number=len(people),
            )


def _people(installation: Installation, target: Target) -> Iterator[Person]:
    """Everybody who would get this message now."""
    with reading(installation.engine) as session:
        peace = peace_of(session, target.wave_id)
        rows = contacts_of(session, due(target, peace, today()), bool(target.number))
    for owner, contact_id, ciphertext in rows:
        yield opened_person(installation.keys.contact, owner, contact_id, ciphertext)
