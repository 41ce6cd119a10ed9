"""How messages leave besides by a mail server of one's own, as the environment says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.errors import SettingError
from survey_app.settings import values
from survey_app.settings.variables import PREFIX

BY_CHANCE = "give at least {least} characters by chance"
SHORTEST_SECRET = 32
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TEMPLATE = re.compile(_ID, re.ASCII)
_KEY = re.compile(rf"\S+-{_ID}-{_ID}", re.ASCII)  # name, service, secret
# A number that can answer, or a name as networks take it (3GPP TS 23.040: 11 characters).
_SENDER = re.compile(r"\+[1-9]\d{7,14}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sms:
    """The gateway to the telephone network; url empty means that no text message can be sent."""

    url: str = ""
    key: str = ""
    sender: str = ""
    secret: str = ""  # signs what the gateway tells back; empty: nothing is taken from it


@dataclass(frozen=True, slots=True)
class Notify:
    """NotifyNL or GOV.UK Notify; url empty: not in use. A template for what it carries here."""

    url: str = ""
    key: str = ""
    email_template: str = ""
    sms_template: str = ""
    token: str = ""  # comes with what it tells back; empty: nothing is taken from it


def sms_of(environ: Mapping[str, str]) -> Sms:
    """The gateway of this environment. Raises SettingError for half of it."""
    of = f"{PREFIX}SMS_"
    url, key, sender, secret = (
        environ.get(f"{of}{name}", "").strip() for name in ("URL", "KEY", "SENDER", "SECRET")
    )
    if not (url or key or sender or secret):
        return Sms()
    if sender and not _SENDER.fullmatch(sender):
        raise SettingError(
            f"{of}SENDER", "give a number such as +31612345678 or a name of at most 11 letters"
        )
    if bool(url) != bool(key) or (url and not sender):
        raise SettingError(
            f"{of}URL", "give all of {of}URL, {of}KEY and {of}SENDER, or none", of=of
        )
    if secret and len(secret) < SHORTEST_SECRET:
        raise SettingError(f"{of}SECRET", BY_CHANCE, least=SHORTEST_SECRET)
    return Sms(values.service_address(f"{of}URL", url) if url else "", key, sender, secret)


def notify_of(environ: Mapping[str, str]) -> Notify:
    """The Notify of this environment. Raises SettingError for half of it."""
    of = f"{PREFIX}NOTIFY_"
    url, key, mail, text, token = (
        environ.get(f"{of}{name}", "").strip()
        for name in ("URL", "KEY", "EMAIL_TEMPLATE", "SMS_TEMPLATE", "TOKEN")
    )
    if not (url or key or mail or text or token):
        return Notify()
    if not url:
        raise SettingError(
            f"{of}URL",
            "give the https address of the API of your own Notify (that of NotifyNL stands in its "
            "documentation): without it, names and addresses would go to the British service",
        )
    url = values.web_address(f"{of}URL", values.service_address(f"{of}URL", url))
    if not _KEY.fullmatch(key):
        raise SettingError(f"{of}KEY", "give the whole API key, as Notify showed it once")
    _check_templates(of, mail, text)
    if text and environ.get(f"{PREFIX}SMS_URL", "").strip():
        raise SettingError(
            f"{of}SMS_TEMPLATE",
            "leave out this or {other}: one of them sends",
            other=f"{PREFIX}SMS_URL",
        )
    if token and len(token) < SHORTEST_SECRET:
        raise SettingError(f"{of}TOKEN", BY_CHANCE, least=SHORTEST_SECRET)
    return Notify(url, key, mail, text, token)


def _check_templates(of: str, mail: str, text: str) -> None:
    for name, template in (("EMAIL_TEMPLATE", mail), ("SMS_TEMPLATE", text)):
        if template and not _TEMPLATE.fullmatch(template):
            raise SettingError(f"{of}{name}", "give the id of the template, 36 characters")
    if not (mail or text):
        raise SettingError(
            f"{of}EMAIL_TEMPLATE", "give this or {of}SMS_TEMPLATE, or leave all", of=of
        )
