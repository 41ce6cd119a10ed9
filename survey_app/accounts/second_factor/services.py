"""Setting up a second factor, and showing it."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from survey_app.accounts.second_factor.proofs import (
    matching_step,
    new_recovery_codes,
    recovery_hash,
)
from survey_app.clock import now
from survey_app.crypto.encryption import decrypt, derive, encrypt
from survey_app.database import reading, session_of
from survey_app.errors import LoginRefused
from survey_app.installation import Installation
from survey_app.models import Membership, Passkey, RecoveryCode, StaffAccount

WITHOUT = frozenset({"council_reader"})  # see what is published, so need no second factor


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has to show a second time who it is."""

    name: str
    by_time: bool
    passkeys: tuple[Passkey, ...]
    recovery_codes: int
    obligatory: bool

    @property
    def any(self) -> bool:
        """Whether there is something to ask for."""
        return self.by_time or bool(self.passkeys)


def factors_of(installation: Installation, account_id: str) -> Factors:
    """What this account has set up, and whether it must. Raises LoginRefused without account."""
    with reading(installation.engine) as session:
        account = session.get(StaffAccount, account_id)
        if account is None:
            raise LoginRefused("the account is gone")
        roles = set(
            session.scalars(select(Membership.role).where(Membership.account_id == account_id))
        )
        keys = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.made_at)
        codes = select(func.count()).where(RecoveryCode.account_id == account_id)
        return Factors(
            name=account.name,
            by_time=account.totp_secret is not None,
            passkeys=tuple(session.scalars(keys)),
            recovery_codes=session.scalar(codes) or 0,
            obligatory=installation.config.second_factor
            and not (roles or {account.role}) <= WITHOUT,
        )


def set_up_codes(installation: Installation, account_id: str, secret: str, code: str) -> None:
    """Ask this account for codes of an app from now on. Raises LoginRefused for a wrong code."""
    step = matching_step(secret, code, now().timestamp())
    if step is None:
        raise LoginRefused("the code does not belong to this secret")
    sealed = encrypt(_key(installation), secret.encode(), f"totp:{account_id}")
    with session_of(installation.engine) as session:
        session.execute(
            update(StaffAccount)
            .where(StaffAccount.id == account_id)
            .values(totp_secret=sealed, totp_step=step)
        )
        session.commit()


def check_code(installation: Installation, account_id: str, code: str) -> None:
    """Accept a code of the app, or a recovery code; each of them once.

    Raises LoginRefused for a wrong code and for one that was used.
    """
    with reading(installation.engine) as session:
        sealed = session.scalar(
            select(StaffAccount.totp_secret).where(StaffAccount.id == account_id)
        )
    step = None
    if sealed is not None:
        secret = decrypt(_key(installation), sealed, f"totp:{account_id}").decode()
        step = matching_step(secret, code, now().timestamp())
    hashed = recovery_hash(installation.keys.session, account_id, code)
    with session_of(installation.engine) as session:
        if step is not None:
            used = session.execute(
                update(StaffAccount)
                .where(StaffAccount.id == account_id, StaffAccount.totp_step < step)
                .values(totp_step=step)
            )
        else:
            used = session.execute(
                delete(RecoveryCode).where(
                    RecoveryCode.account_id == account_id, RecoveryCode.hashed == hashed
                )
            )
        session.commit()
    if used.rowcount != 1:  # type: ignore[attr-defined] # a result of UPDATE or DELETE has it
        raise LoginRefused("the code is wrong or was used before")


def renew_recovery_codes(installation: Installation, account_id: str) -> list[str]:
    """Ten new codes; the ones before open nothing any more."""
    codes = new_recovery_codes()
    hashes = [recovery_hash(installation.keys.session, account_id, code) for code in codes]
    with session_of(installation.engine) as session:
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
        session.add_all(RecoveryCode(account_id=account_id, hashed=hashed) for hashed in hashes)
        session.commit()
    return codes


def take_off(installation: Installation, account_id: str) -> None:
    """Forget every second factor of this account: it sets up a new one at the next log-in."""
    with session_of(installation.engine) as session:
        for table in (Passkey, RecoveryCode):
            session.execute(delete(table).where(table.account_id == account_id))
        session.execute(
            update(StaffAccount).where(StaffAccount.id == account_id).values(totp_secret=None)
        )
        session.commit()


def _key(installation: Installation) -> bytes:
    return derive(installation.keys.session, "second factor")
