"""`trajectspiegel bounce < mail`: the mail server hands over what came back."""

import argparse
import os
import sys

from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.errors import StoreUnavailable
from survey_app.installation import open_installation
from survey_app.messaging.replies.bounces import LARGEST, bounce_of
from survey_app.messaging.replies.services import note_now
from survey_app.operators.saying import say, warn
from survey_app.operators.sentence import Sentence


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """To which address it came."""
    parser.add_argument(
        "--recipient",
        default="",
        metavar="ADDRESS",
        help="the address it was delivered to (in Postfix ${original_recipient}); without it, the "
        "headers of the mail tell",
    )


def run(arguments: argparse.Namespace) -> int:
    """Note what the mail on standard input says; exit status 75 asks to bring it again later."""
    installation = open_installation(load_config())
    content = sys.stdin.buffer.read(LARGEST)
    receipt = bounce_of(content, installation.keys.lookup, arguments.recipient)
    if receipt is None:
        say("no bounce of a message of ours; nothing was changed")
        return 0
    try:
        with session_of(installation.engine) as session:
            done = note_now(session, receipt)
    except StoreUnavailable as error:
        warn("trajectspiegel bounce: {error}", error=error)
        return os.EX_TEMPFAIL
    if not done:  # it still stands as being handed over
        return os.EX_TEMPFAIL
    if receipt.reason:
        say("noted: {end} {reason}", end=Sentence(receipt.end), reason=Sentence(receipt.reason))
    else:
        say("noted: {end}", end=Sentence(receipt.end))
    return 0
