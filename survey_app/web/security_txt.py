"""security.txt (RFC 9116): whom to tell of a weakness in this installation.

Shown only while a contact is set and its day has not passed: a contact that nobody answers any
more is worse than none.
"""

import datetime
import logging

from flask import Flask, Response, abort

from survey_app.clock import today
from survey_app.config import Config
from survey_app.installation import Installation
from survey_app.operators.sentence import Sentence

PLACE = "/.well-known/security.txt"
NOTICE_DAYS = 30
logger = logging.getLogger(__name__)


def set_up(app: Flask) -> None:
    """Serve the file; tell the operator when it is about to expire."""
    installation: Installation = app.extensions["installation"]
    config = installation.config
    expires = config.security_expires
    if expires is not None and (expires - today()).days <= NOTICE_DAYS:
        logger.warning(
            Sentence(
                "security.txt holds until {day} only: set TRAJECTSPIEGEL_SECURITY_EXPIRES anew",
                day=expires,
            )
        )

    def security_txt() -> Response:
        """The file, or 404 without a contact that holds today."""
        text = security_text(config, today())
        if text is None:
            abort(404)
        return Response(text, content_type="text/plain; charset=utf-8")

    app.add_url_rule(PLACE, "security_txt", security_txt, methods=["GET"])


def security_text(config: Config, day: datetime.date) -> str | None:
    """The content of security.txt on a day, or None when there is none to show.

    >>> from pathlib import Path
    >>> config = Config(
    ...     home=Path(),
    ...     database_url="",
    ...     base_url="https://vragen.example",
    ...     security_contact="mailto:ict@gemeente.example",
    ...     security_expires=datetime.date(2027, 6, 30),
    ... )
    >>> print(security_text(config, datetime.date(2027, 6, 30)))
    Contact: mailto:ict@gemeente.example
    Expires: 2027-06-30T23:59:59Z
    Preferred-Languages: nl, en
    Canonical: https://vragen.example/.well-known/security.txt
    <BLANKLINE>
    >>> security_text(config, datetime.date(2027, 7, 1)) is None
    True
    """
    expires = config.security_expires
    if not config.security_contact or expires is None or day > expires:
        return None
    return (
        f"Contact: {config.security_contact}\n"
        f"Expires: {expires.isoformat()}T23:59:59Z\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {config.base_url}{PLACE}\n"
    )
