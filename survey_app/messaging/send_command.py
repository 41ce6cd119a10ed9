"""`trajectspiegel send --wave W`: invitations, or reminders to who has not answered."""

import argparse
from importlib import import_module
from pathlib import Path

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.installation import Installation, open_installation
from survey_app.messaging.channels.console import FILE
from survey_app.messaging.letters.services import print_letters
from survey_app.messaging.outbox.looking import look_at_messages
from survey_app.messaging.outbox.queries_sms import sms_lengths
from survey_app.messaging.outbox.services import deliver_due
from survey_app.messaging.outbox.services_queue import queue_messages
from survey_app.messaging.outbox.status import standing
from survey_app.operators.saying import say
from survey_app.operators.sentence import DutchSentence, Sentence
from survey_app.organisations.waves import find_wave
from survey_app.stores.wave_files import letters_folder

CHANNELS = ("smtp", "sms", "letter", "console", "outbox")
# As it stands in the database: a file is the mailbox of invented people.
OUTBOX = "console"
TOO_EARLY = (
    "a reminder goes 10 days after the invitation and 5 days after any message, "
    "an invitation 8 weeks after another wave"
)
# How a message ended, as the operator reads it.
ENDS = {
    "sent": "sent",
    "retry": "wait for a later attempt (the worker goes on)",
    "later": "wait: the service was asked to be left alone for a while",
    "held": "held: not in TRAJECTSPIEGEL_ALLOWED_RECIPIENTS, and TRAJECTSPIEGEL_LIVE is not set",
    "failed": "failed (who and why: send --wave W --status; send again after a correction)",
    "unknown": "unknown: perhaps delivered, not repeated",
    "cancelled": "cancelled: answered, opted out or closed meanwhile",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, what and how."""
    parser.add_argument("--wave", required=True, help="name of the wave")
    parser.add_argument(
        "--status", action="store_true", help="send nothing: tell how the messages of a wave stand"
    )
    parser.add_argument(
        "--reminder", action="store_true", help="remind, once, who has not answered (after 10 days)"
    )
    parser.add_argument(
        "--channel",
        choices=CHANNELS,
        default="smtp",
        help="by e-mail (smtp), text message (sms) or on paper (letter); console: only look, in a "
        "file, nobody is invited; outbox: send to invented people, in the same file",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder for letters (without: one in HOME/brieven)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Queue what is not queued yet and hand over all that is due."""
    installation = open_installation(load_config())
    if arguments.status:
        return _status(installation, arguments.wave)
    if arguments.channel == "console":
        return _look(installation, arguments.wave, arguments.reminder)
    channel = OUTBOX if arguments.channel == "outbox" else arguments.channel
    queued = queue_messages(installation, arguments.wave, channel, arguments.reminder)
    say("{queued} messages queued", queued=queued.queued)
    if queued.elsewhere:
        say("{elsewhere} people are reached through another channel", elsewhere=queued.elsewhere)
    if queued.too_early:
        say(
            "{people} people were written to not long ago: {reason}",
            people=queued.too_early,
            reason=Sentence(TOO_EARLY),
        )
    with session_of(installation.engine) as session:
        wave_id = find_wave(session, arguments.wave).id
    if arguments.channel == "letter":
        folder = arguments.out or letters_folder(installation.config.home, wave_id)
        return _print(installation, arguments.wave, folder)
    ended = deliver_due(installation, wave_id)
    for end, number in ended.items():
        say("  {number} {end}", number=number, end=Sentence(ENDS[end]))
    return 1 if ended["failed"] and not ended["sent"] else 0


def _look(installation: Installation, wave: str, reminder: bool) -> int:
    with session_of(installation.engine) as session:
        lengths = sms_lengths(session, installation, wave)
    number = look_at_messages(installation, wave, reminder)
    say(
        "{number} messages to look at; nobody was invited, and the link is an example",
        number=number,
    )
    say("  read them in {file}", file=installation.config.home / FILE)
    parts = (f"{language} {one.parts} x {one.encoding}" for language, one in lengths.items())
    say("  parts of an SMS to a client: {parts}", parts=", ".join(parts))
    return 0


def _status(installation: Installation, wave: str) -> int:
    """Numbers first, then everybody whose message needs a look."""
    numbers, troubled = standing(installation, wave)
    for number in numbers:
        say(
            "{messages} {kind} by {channel}: {state}",
            messages=number.messages,
            kind=Sentence(number.kind),
            channel=number.channel,
            state=Sentence(number.state),
        )
    if not numbers:
        say("no messages yet")
    for one in troubled:
        say(
            "  {name} <{recipient}>, {kind}: {state}: {reason}",
            name=one.name,
            recipient=one.recipient,
            kind=Sentence(one.kind),
            state=Sentence(one.state),
            reason=DutchSentence(one.reason),
        )
    return 0


def _print(installation: Installation, wave: str, folder: Path) -> int:
    typeset = import_module("survey_app.evaluation.files.pdf").render_pdf  # slow to import
    printed = print_letters(installation, wave, folder, typeset)
    say("{letters} letters to print", letters=printed.letters)
    for name in printed.too_long:
        say(
            "  no letter for {name}: the address does not fit the window; shorten it, import it",
            name=name,
        )
    for path in printed.files:
        print(f"  {path}")
    return 0
