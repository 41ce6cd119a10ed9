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
            self._signing = super().get_signing_serializer(app)
        return self._signing


def set_up(app: Flask) -> None:
    """Let the application keep its sessions in this cookie."""
    app.session_interface = SessionCookie()
