"""Mailed links: for once, for a limited time, to choose a password. Never past a second factor."""

import datetime
import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.clock import now
from survey_app.models import StaffAccount, StaffLink

INVITED_FOR = datetime.timedelta(days=7)
RECOVERY_FOR = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MailedLink:
    """What stands in the e-mail."""

    token: str
    recipient: str
    name: str


def add_link(session: Session, account: StaffAccount, good_for: datetime.timedelta) -> MailedLink:
    """A link for this account, in place of earlier ones; the caller commits."""
    token = secrets.token_urlsafe(32)
    session.execute(delete(StaffLink).where(StaffLink.account_id == account.id))
    session.add(
        StaffLink(token_hash=_hashed(token), account_id=account.id, expires_at=now() + good_for)
    )
    return MailedLink(token, account.email or "", account.name)


def account_of_link(session: Session, token: str) -> StaffAccount | None:
    """Whose link this is, while it is good; reads only."""
    found = (
        select(StaffAccount)
        .join(StaffLink, StaffLink.account_id == StaffAccount.id)
        .where(StaffLink.token_hash == _hashed(token), StaffLink.expires_at > now())
    )
    return session.scalar(found)


def spend_link(session: Session, token: str) -> bool:
    """Take the link away; False when somebody was before us. The caller commits."""
    spent = session.execute(delete(StaffLink).where(StaffLink.token_hash == _hashed(token)))
    return bool(spent.rowcount)  # type: ignore[attr-defined] # a result of DELETE has it


def _hashed(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
