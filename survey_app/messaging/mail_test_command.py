"""`trajectspiegel test-mail AN@VOORBEELD.NL`: does e-mail leave this machine? No wave is needed."""

import argparse

from survey_app.config import load_config
from survey_app.errors import BadInput
from survey_app.installation import Installation, open_installation
from survey_app.mail.guard import may_receive
from survey_app.messaging.channels.mail import is_address
from survey_app.messaging.channels.outgoing import Outcome, Outgoing
from survey_app.messaging.channels.smtp import SmtpChannel
from survey_app.messaging.templates import Text
from survey_app.models.columns import new_id
from survey_app.operators.saying import say

SUBJECT = "Test van Trajectspiegel"
WORDS = """Dit is een test.

Leest u dit, dan verstuurt deze installatie e-mail. Er is niemand uitgenodigd.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """To whom."""
    parser.add_argument("recipient", help="your own e-mail address")


def run(arguments: argparse.Namespace) -> int:
    """Hand one e-mail over, and say how that ended."""
    outcome = send_test_mail(open_installation(load_config()), arguments.recipient)
    if outcome.end == "sent":
        say(
            "sent to {recipient}; look whether it arrives, also among unwanted mail",
            recipient=arguments.recipient,
        )
        return 0
    say("not sent: {reason}; look at the settings TRAJECTSPIEGEL_SMTP_*", reason=outcome.reason)
    return 1


def send_test_mail(installation: Installation, recipient: str) -> Outcome:
    """One attempt. Raises BadInput for an address that may get nothing, SettingError."""
    config = installation.config
    if not is_address(recipient):
        raise BadInput(
            "{recipient!r} is no e-mail address: write it as naam@voorbeeld.nl", recipient=recipient
        )
    if not may_receive(config, recipient):
        raise BadInput(
            "this address is not in TRAJECTSPIEGEL_ALLOWED_RECIPIENTS, and TRAJECTSPIEGEL_LIVE is "
            "not set; nothing was sent"
        )
    outgoing = Outgoing(
        message_id=new_id(),
        recipient=recipient,
        text=Text(SUBJECT, WORDS),
        sender_name="Trajectspiegel",
        reply_to="",
        opt_out=config.base_url,
        domain=config.smtp.sender.rpartition("@")[2] or "localhost",
    )
    with SmtpChannel(config.smtp) as server:
        return server.hand_over(outgoing)
