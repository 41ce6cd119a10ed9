"""Passkeys (WebAuthn): what we ask of a device, and whether its answer is right."""

import json
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import update
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from survey_app.accounts.second_factor.services import Factors
from survey_app.clock import now
from survey_app.database import session_of
from survey_app.errors import LoginRefused
from survey_app.installation import Installation
from survey_app.models import Passkey

NAME = "Trajectspiegel"
# A passkey comes after a password: possession is enough, and works on every kind of key.
VERIFICATION = UserVerificationRequirement.PREFERRED
REFUSED = (WebAuthnException, ValueError, KeyError, TypeError)


def to_make(
    installation: Installation, account_id: str, factors: Factors, challenge: bytes
) -> dict[str, Any]:
    """What the browser needs to make a new passkey."""
    options = generate_registration_options(
        rp_id=_place(installation),
        rp_name=NAME,
        user_name=factors.name,
        user_id=account_id.encode(),
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=VERIFICATION
        ),
        exclude_credentials=_known(factors),
    )
    return _plain(options)


def keep(
    installation: Installation, account_id: str, answer: dict[str, Any], challenge: bytes
) -> None:
    """Keep the passkey that the device made. Raises LoginRefused for an answer that is wrong."""
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_place(installation),
            expected_origin=installation.config.base_url,
        )
    except REFUSED as error:
        raise LoginRefused("the device gave no passkey of ours") from error
    with session_of(installation.engine) as session:
        session.add(
            Passkey(
                account_id=account_id,
                credential=made.credential_id,
                public_key=made.credential_public_key,
                uses=made.sign_count,
                made_at=now(),
            )
        )
        session.commit()


def to_show(installation: Installation, factors: Factors, challenge: bytes) -> dict[str, Any]:
    """What the browser needs to show one of these passkeys."""
    options = generate_authentication_options(
        rp_id=_place(installation),
        challenge=challenge,
        allow_credentials=_known(factors),
        user_verification=VERIFICATION,
    )
    return _plain(options)


def check(
    installation: Installation, factors: Factors, answer: dict[str, Any], challenge: bytes
) -> None:
    """Accept a passkey of this account. Raises LoginRefused; a copied device is refused too."""
    try:
        wanted = str(answer["id"])
        key = next(one for one in factors.passkeys if _text(one.credential) == wanted)
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=_place(installation),
            expected_origin=installation.config.base_url,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.uses,
        )
    except (*REFUSED, StopIteration) as error:
        raise LoginRefused("the passkey is not one of this account") from error
    with session_of(installation.engine) as session:
        session.execute(
            update(Passkey).where(Passkey.id == key.id).values(uses=shown.new_sign_count)
        )
        session.commit()


def _known(factors: Factors) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential) for one in factors.passkeys]


def _place(installation: Installation) -> str:
    return urlsplit(installation.config.base_url).hostname or ""


def _plain(options: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(options_to_json(options))
    return plain


def _text(credential: bytes) -> str:
    return bytes_to_base64url(credential)
