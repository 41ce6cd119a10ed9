"""`trajectspiegel new-account NAME --role ROLE`: an account with a first password, shown once."""

import argparse
import secrets

from survey_app.accounts.people.services import normal_address
from survey_app.accounts.services import create_account, set_email
from survey_app.config import load_config
from survey_app.database import reading, session_of
from survey_app.errors import BadInput, EntryRefused
from survey_app.installation import open_installation
from survey_app.models.organisations import PLATFORM_ADMIN, ROLES
from survey_app.operators.saying import say
from survey_app.organisations.waves import find_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, where and as what."""
    parser.add_argument("name", help="name to log in with")
    parser.add_argument("--role", required=True, choices=ROLES, help="what it may do")
    parser.add_argument("--of", metavar="NAME", help="organisation (all but platform_admin)")
    parser.add_argument("--email", help="where a way back in is mailed to")


def run(arguments: argparse.Namespace) -> int:
    """Make it; the second step is set up at the first log-in."""
    if (arguments.of is None) != (arguments.role == PLATFORM_ADMIN):
        raise BadInput(
            "give --of NAME for every role but {platform_admin}", platform_admin=PLATFORM_ADMIN
        )
    email = _address(arguments.email) if arguments.email else None
    password = secrets.token_urlsafe(15)
    engine = open_installation(load_config()).engine
    with reading(engine) as session:
        places = [find_organisation(session, arguments.of).id] if arguments.of else []
    with session_of(engine) as session:
        account = create_account(session, arguments.name, arguments.role, password, places)
        if email:
            set_email(session, account, email)
    say(
        "{name}: password {password} (shown once; a second step at the first log-in)",
        name=arguments.name,
        password=password,
    )
    return 0


def _address(text: str) -> str:
    try:
        return normal_address(text)
    except EntryRefused:
        raise BadInput("--email {text!r}: write it as name@example.org", text=text) from None
