"""The signed session cookie, with what signs it made once instead of twice a request."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class SessionCookie(SecureCookieSessionInterface):
    """Flask's own cookie; its key never changes while the application runs."""

    def __init__(self) -> None:
        self._signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The one that signs and reads every session of this application."""
        if self._signing is None:
            flasks = super().get_signing_serializer(app)
            self._signing = None if flasks is None else _ready(flasks)
        return self._signing


def _ready(flasks: URLSafeTimedSerializer) -> URLSafeTimedSerializer:
    """Signs and reads the same cookies, with the key that the other would derive every time."""
    key = flasks.make_signer(flasks.salt).derive_key()
    arguments = {**flasks.signer_kwargs, "key_derivation": "none"}
    return URLSafeTimedSerializer(
        key, salt=flasks.salt, serializer=flasks.serializer, signer_kwargs=arguments
    )


def set_up(app: Flask) -> None:
    """Let the application keep its sessions in this cookie."""
    app.session_interface = SessionCookie()
