"""Inviting colleagues, giving them roles and taking those away."""

from collections.abc import Collection

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.accounts.mailed_links.links import INVITED_FOR, RECOVERY_FOR, MailedLink, add_link
from survey_app.accounts.queries import account_named
from survey_app.accounts.services import refuse_clash
from survey_app.audit.recording import record
from survey_app.clock import now
from survey_app.database import only_of, session_of
from survey_app.errors import BadInput, EntryRefused
from survey_app.installation import Installation
from survey_app.mail.staff_mail import Letter, check_ready, send
from survey_app.models import Membership, Organisation, StaffAccount, StaffSession
from survey_app.models.organisations import PLATFORM_ADMIN

INVITATION = """Beste {name},

U kunt voor {organisation} werken in Trajectspiegel.
Kies hier uw wachtwoord, binnen een week:

{link}

Daarna stelt u een tweede stap in: een app of een sleutel op uw apparaat.
"""
JOINED = """Beste {name},

U kunt nu ook voor {organisation} werken in Trajectspiegel. Log in zoals u gewend bent:

{link}
"""
NEW_WAY = """Beste {name},

De beheerder van {organisation} stuurt u een link waarmee u weer kunt inloggen.
Kies hier een wachtwoord, binnen een uur:

{link}

Daarna vragen wij om uw tweede stap.
"""


def normal_address(text: str) -> str:
    """The address in small letters. Raises BadInput, in Dutch, for what is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise EntryRefused("Dit is geen e-mailadres zoals naam@voorbeeld.nl.") from None
    return found.normalized.casefold()


def invite(
    installation: Installation, organisation_id: str, name: str, email: str, roles: Collection[str]
) -> str:
    """Give somebody these roles and mail how to come in; returns the account.

    Who has an account already keeps it. Raises BadInput (in Dutch) and SettingError before
    anything is stored; what the mail server refuses is raised after it (OSError, SMTPException).
    """
    check_ready(installation.config)
    address = normal_address(email)
    _check(roles)
    with only_of({organisation_id}), session_of(installation.engine) as session:
        place = session.get_one(Organisation, organisation_id)
        account = session.scalar(select(StaffAccount).where(StaffAccount.email == address))
        if account is None:
            account = _new_account(session, name, address, next(iter(roles)))
        _set(session, account.id, organisation_id, roles)
        is_new = not account.password_hash and not account.subject
        mailed = add_link(session, account, INVITED_FOR) if is_new else None
        _record(session, place.id, account.name, roles)
        session.commit()
        known, recipient, where = account.name, account.email or "", place.name
        account_id = account.id
    words = INVITATION if mailed is not None else JOINED
    link = f"toegang/{mailed.token}" if mailed is not None else "inloggen"
    _mail(installation, words, MailedLink(link, recipient, known), where)
    return account_id


def set_roles(
    installation: Installation, account_id: str, organisation_id: str, roles: Collection[str]
) -> None:
    """Exactly these roles from now on, none to withdraw somebody; every log-in ends.

    Raises BadInput for roles that do not go together.
    """
    if roles:
        _check(roles)
    with session_of(installation.engine) as session:
        _set(session, account_id, organisation_id, roles)
        session.execute(delete(StaffSession).where(StaffSession.account_id == account_id))
        name = session.get_one(StaffAccount, account_id).name
        _record(session, organisation_id, name, roles)
        session.commit()


def mail_again(installation: Installation, account_id: str, organisation_id: str) -> None:
    """Mail a link once more. Raises as `invite` does."""
    check_ready(installation.config)
    with session_of(installation.engine) as session:
        account = session.get_one(StaffAccount, account_id)
        where = session.get_one(Organisation, organisation_id).name
        if not account.email:
            raise EntryRefused("Dit account heeft geen e-mailadres.")
        is_new = not account.password_hash
        mailed = add_link(session, account, INVITED_FOR if is_new else RECOVERY_FOR)
        record(session, organisation_id, "person.mailed", account.name)
        session.commit()
    words = INVITATION if is_new else NEW_WAY
    link = MailedLink(f"toegang/{mailed.token}", mailed.recipient, mailed.name)
    _mail(installation, words, link, where)


def _mail(installation: Installation, words: str, link: MailedLink, organisation: str) -> None:
    address = f"{installation.config.base_url}/{link.token}"
    text = words.format(name=link.name, organisation=organisation, link=address)
    subject = f"Werken in Trajectspiegel voor {organisation}"
    send(installation.config, Letter(link.recipient, subject, text))


def _new_account(session: Session, name: str, address: str, role: str) -> StaffAccount:
    named = " ".join(name.split())
    if account_named(session, named) is not None:
        raise EntryRefused("Er is al iemand met deze naam. Zet er bijvoorbeeld een afdeling bij.")
    account = StaffAccount(name=named, email=address, role=role, password_hash="", created_at=now())
    session.add(account)
    session.flush()
    return account


def _record(session: Session, organisation_id: str, name: str, roles: Collection[str]) -> None:
    if roles:
        record(session, organisation_id, "roles.changed", name, roles=", ".join(sorted(roles)))
    else:
        record(session, organisation_id, "roles.taken", name)


def _check(roles: Collection[str]) -> None:
    if not roles:
        raise EntryRefused("Kies ten minste één rol.")
    if PLATFORM_ADMIN in roles:
        raise EntryRefused("Deze rol hoort bij geen organisatie.")
    try:
        refuse_clash(roles)
    except BadInput:
        raise EntryRefused(
            "Deze rollen gaan niet samen: wie de mensen kent, leest hun antwoorden niet, en wie "
            "controleert, doet niet mee. Kies er één."
        ) from None


def _set(session: Session, account_id: str, organisation_id: str, roles: Collection[str]) -> None:
    session.execute(
        delete(Membership).where(
            Membership.account_id == account_id, Membership.organisation_id == organisation_id
        )
    )
    session.add_all(
        Membership(account_id=account_id, organisation_id=organisation_id, role=role)
        for role in roles
    )
