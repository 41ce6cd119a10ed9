"""`trajectspiegel erase`: wipe somebody who asks for it, out of everything."""

import argparse

from survey_app.commands.confirming import add_yes, confirmed
from survey_app.config import load_config
from survey_app.errors import BadInput
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
from survey_app.organisations.waves import organisation_id
from survey_app.retention.services_erasing import contacts_reached_at, erase_person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The organisation, and the telephone number or e-mail address of the person."""
    parser.add_argument(
        "--organisation", required=True, metavar="NAME", help="who keeps this person"
    )
    parser.add_argument("--phone", default="", metavar="+316...", help="with its country code")
    parser.add_argument(
        "--email", default="", metavar="ADDRESS", help="the e-mail address of the person"
    )
    add_yes(parser)


def run(arguments: argparse.Namespace) -> int:
    """Ask, then wipe everybody who is reached there. Raises UnknownName and BadInput."""
    config = load_config()
    place = organisation_id(config.database_url, arguments.organisation)
    installation = open_installation(config)
    found = contacts_reached_at(installation, place, arguments.phone, arguments.email)
    if not found:
        raise BadInput("nobody is reached there; give --phone (+31612345678) or --email")
    question = Sentence(
        "Wipe {n} person for good, everywhere?",
        "Wipe {n} people for good, everywhere?",
        n=len(found),
    )
    if not confirmed(question, arguments.yes):
        return 1
    for contact_id in found:
        erase_person(installation, place, contact_id)
    say(
        "{number} people wiped; keep HOME/erasures.txt with your keys, for after a restore",
        number=len(found),
    )
    return 0
