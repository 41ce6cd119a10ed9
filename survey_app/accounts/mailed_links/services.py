"""Inviting somebody, letting somebody back in, and the password that comes of it."""

from sqlalchemy import delete, select

from survey_app.accounts.mailed_links.links import (
    RECOVERY_FOR,
    account_of_link,
    add_link,
    spend_link,
)
from survey_app.accounts.passwords import hash_password
from survey_app.database import session_of
from survey_app.errors import LinkUnknown
from survey_app.installation import Installation
from survey_app.mail.staff_mail import Letter, send_later
from survey_app.models import StaffAccount, StaffSession

RECOVERY = """Beste {name},

U of iemand anders vroeg om een nieuw wachtwoord voor Trajectspiegel.
Kies het hier, binnen een uur:

{link}

Daarna vragen wij nog om uw tweede stap. Vroeg u dit niet? Dan hoeft u niets te doen.
"""


def ask_recovery(installation: Installation, email: str) -> None:
    """Mail a link to this address when somebody has it; the page says the same either way."""
    wanted = email.strip().casefold()
    with session_of(installation.engine) as session:
        account = session.scalar(select(StaffAccount).where(StaffAccount.email == wanted))
        mailed = add_link(session, account, RECOVERY_FOR) if account is not None else None
        session.commit()
    if mailed is not None:
        address = f"{installation.config.base_url}/toegang/{mailed.token}"
        text = RECOVERY.format(name=mailed.name, link=address)
        send_later(
            installation.config, Letter(mailed.recipient, "Een nieuw wachtwoord kiezen", text)
        )


def password_by_link(installation: Installation, token: str, password: str) -> str:
    """Spend the link on a password; every log-in there was ends. Returns the account.

    Raises LinkUnknown for a link that is not good (any more).
    """
    stored = hash_password(password)
    with session_of(installation.engine) as session:
        account = account_of_link(session, token)
        if account is None or not spend_link(session, token):
            raise LinkUnknown("this link was used or is too old")
        account.password_hash = stored
        session.execute(delete(StaffSession).where(StaffSession.account_id == account.id))
        session.commit()
        return account.id
