"""OpenID Connect with the organisation's own sign-in (Entra ID, ADFS, ...): code flow with PKCE."""

from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.base import OAuth2Error
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from survey_app.config import Oidc
from survey_app.errors import LoginRefused

SIGNED = ["RS256", "PS256", "ES256"]
PATIENCE_SECONDS = 10
SCOPE = "openid profile email"
LOST = (requests.RequestException, OAuth2Error, JoseError, KeyError, ValueError, TypeError)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where to send somebody, and what must come back with the answer."""

    address: str
    state: str


def ask(settings: Oidc, back: str, nonce: str, verifier: str) -> Asked:
    """The sign-in page of the provider. Raises LoginRefused when it cannot be reached."""
    try:
        found = _described(settings)
        client = _client(settings, back)
        address, state = client.create_authorization_url(
            found["authorization_endpoint"], nonce=nonce, code_verifier=verifier
        )
    except LOST as error:
        raise LoginRefused("the sign-in of the organisation cannot be reached") from error
    return Asked(address, state)


def claims_of(settings: Oidc, back: str, code: str, nonce: str, verifier: str) -> dict[str, Any]:
    """What the provider signed about who comes back. Raises LoginRefused for anything wrong."""
    try:
        found = _described(settings)
        token = _client(settings, back).fetch_token(
            found["token_endpoint"], code=code, code_verifier=verifier, timeout=PATIENCE_SECONDS
        )
        keys = KeySet.import_key_set(_json(found["jwks_uri"]))
        signed = jwt.decode(token["id_token"], keys, algorithms=SIGNED)
        jwt.JWTClaimsRegistry(
            leeway=60,
            iss={"essential": True, "value": found["issuer"]},
            aud={"essential": True, "value": settings.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(signed.claims)
    except LOST as error:
        raise LoginRefused("the answer of the organisation's sign-in is not good") from error
    return dict(signed.claims)


def _described(settings: Oidc) -> dict[str, Any]:
    found: dict[str, Any] = _json(f"{settings.issuer}/.well-known/openid-configuration")
    if found["issuer"].rstrip("/") != settings.issuer:
        raise ValueError("somebody else than the issuer")
    return found


def _json(address: str) -> Any:
    answer = requests.get(address, timeout=PATIENCE_SECONDS, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()


def _client(settings: Oidc, back: str) -> Any:
    return OAuth2Session(
        settings.client_id,
        settings.client_secret,
        scope=SCOPE,
        redirect_uri=back,
        code_challenge_method="S256",
    )
