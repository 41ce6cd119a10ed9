"""`trajectspiegel member ACCOUNT ORGANISATION --role ROLE`."""

import argparse

from survey_app.accounts.services import add_member
from survey_app.config import load_config
from survey_app.database import session_of
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.organisations.waves import find_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who, where and as what."""
    parser.add_argument("account", help="name to log in with")
    parser.add_argument("of", metavar="organisation", help="name of the organisation")
    parser.add_argument("--role", required=True, help="such as evaluator or fieldworker")


def run(arguments: argparse.Namespace) -> int:
    """Let the account see this organisation too."""
    with session_of(open_installation(load_config()).engine) as session:
        organisation = find_organisation(session, arguments.of)
        add_member(session, arguments.account, organisation.id, arguments.role)
    say(
        "{account} works for {of} as {role}",
        account=arguments.account,
        of=arguments.of,
        role=arguments.role,
    )
    return 0
