"""`trajectspiegel reset-password NAME`: a new password for who cannot be mailed one."""

import argparse
import secrets

from survey_app.accounts.queries import account_named
from survey_app.accounts.second_factor.services import take_off
from survey_app.accounts.services import choose_password, end_sessions
from survey_app.config import load_config
from survey_app.database import reading
from survey_app.errors import UnknownName
from survey_app.installation import open_installation
from survey_app.operators.saying import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, and whether the second step goes too."""
    parser.add_argument("name", help="name or e-mail address to log in with")
    parser.add_argument(
        "--second-factor", action="store_true", help="forget the second step too: device lost"
    )


def run(arguments: argparse.Namespace) -> int:
    """A new password, shown once; every log-in of the account ends."""
    installation = open_installation(load_config())
    with reading(installation.engine) as session:
        account = account_named(session, arguments.name)
    if account is None:
        raise UnknownName("no account {name!r}; see list-accounts", name=arguments.name)
    password = secrets.token_urlsafe(15)
    choose_password(installation.engine, account.id, password)
    if arguments.second_factor:
        take_off(installation, account.id)
    end_sessions(installation.engine, account.id)
    say("{account}: password {password} (shown once)", account=account.name, password=password)
    return 0
