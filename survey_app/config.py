"""Settings: the only place where the environment is read."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from survey_app.errors import SettingError
from survey_app.settings import values
from survey_app.settings.messages import Notify, Sms, notify_of, sms_of
from survey_app.settings.variables import PREFIX, refuse_unknown

PACKAGE = Path(__file__).resolve().parent
SHIPPED = PACKAGE / "shipped"  # an installed wheel carries the folders inside (setup.py)
ROOT = SHIPPED if SHIPPED.is_dir() else PACKAGE.parent
STATIC = PACKAGE / "static"
OPEN_ANSWERS = PACKAGE.parent / "analysis" / "openanswers"  # rules only; nothing is imported
QUESTIONNAIRES = ROOT / "questionnaires"
TEMPLATES = ROOT / "templates"
MIGRATIONS = ROOT / "migrations"


@dataclass(frozen=True, slots=True)
class Smtp:
    """Where e-mail leaves; host empty means that no e-mail can be sent."""

    host: str = ""
    port: int = 25
    username: str = ""
    password: str = ""
    security: str = "none"  # none | starttls | tls
    sender: str = ""
    bounces: str = ""  # mailbox of what comes back; empty: it comes to the sender


@dataclass(frozen=True, slots=True)
class Oidc:
    """The sign-in of the organisation itself (OpenID Connect); issuer empty: there is none."""

    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    groups_claim: str = "groups"


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an installation can set, read once at start."""

    home: Path
    database_url: str
    base_url: str = "http://127.0.0.1:8000"
    live: bool = False
    synthetic: bool = False
    allowed_recipients: tuple[str, ...] = ()
    trusted_proxies: int = 0
    redis_url: str = ""
    security_contact: str = ""  # an address as security.txt wants it: mailto:, https: or tel:
    security_expires: datetime.date | None = None
    environment_keys: Mapping[str, str] = field(default_factory=dict)
    smtp: Smtp = field(default_factory=Smtp)
    sms: Sms = field(default_factory=Sms)
    notify: Notify = field(default_factory=Notify)
    oidc: Oidc = field(default_factory=Oidc)
    second_factor: bool = True  # off for invented data and on this machine only
    role_password: str = ""  # of the role that `migrate --application-role` makes

    @property
    def sends_email(self) -> bool:
        """Whether e-mail can leave here, by a mail server or by Notify (which goes first)."""
        return bool(self.smtp.host or self.notify.email_template)

    @property
    def sends_texts(self) -> bool:
        """Whether text messages can leave here."""
        return bool(self.sms.url or self.notify.sms_template)

    @property
    def texts_can_be_answered(self) -> bool:
        """Whether somebody can write back to a text message, and we would hear of it."""
        return self.sms.sender.startswith("+") and bool(self.sms.secret or self.notify.token)

    @property
    def secure(self) -> bool:
        """Whether respondents reach us over https, so that cookies may say Secure."""
        return self.base_url.startswith("https://")


def load_config(environ: Mapping[str, str] = os.environ, default_home: str = "instance") -> Config:
    """The settings of this process. Raises SettingError naming the variable and the remedy."""
    refuse_unknown(environ)
    operators_language(environ)
    home = Path(environ.get(f"{PREFIX}HOME") or default_home).resolve()
    default_url = f"sqlite:///{home / 'trajectspiegel.sqlite'}"
    base_url = values.web_address(
        f"{PREFIX}BASE_URL", environ.get(f"{PREFIX}BASE_URL") or "http://127.0.0.1:8000"
    )
    synthetic = values.flag(environ, f"{PREFIX}SYNTHETIC") or (home / "SYNTHETIC").exists()
    return Config(
        home=home,
        database_url=values.database_address(environ.get("DATABASE_URL") or default_url),
        base_url=base_url,
        live=values.flag(environ, f"{PREFIX}LIVE"),
        synthetic=synthetic,
        oidc=_oidc(environ),
        second_factor=_second_factor(environ, synthetic or _is_here(base_url)),
        allowed_recipients=_recipients(environ),
        trusted_proxies=values.whole_number(environ, f"{PREFIX}TRUSTED_PROXIES", 0, 0, 9),
        redis_url=values.redis_address(f"{PREFIX}REDIS_URL", environ.get(f"{PREFIX}REDIS_URL", "")),
        security_contact=_contact(environ),
        security_expires=_expires(environ),
        environment_keys=_environment_keys(environ),
        smtp=_smtp(environ),
        sms=sms_of(environ),
        notify=notify_of(environ),
        role_password=environ.get(f"{PREFIX}ROLE_PASSWORD", ""),
    )


def operators_language(environ: Mapping[str, str] = os.environ) -> str:
    """`nl` or `en`: what commands, server and worker say. Raises SettingError.

    Read each time: a person who is told that a setting is wrong must be able to read it.
    """
    return values.language(environ, f"{PREFIX}LANGUAGE")


def _environment_keys(environ: Mapping[str, str]) -> dict[str, str]:
    of = f"{PREFIX}KEY_"
    return {
        name.removeprefix(of).lower(): value
        for name, value in environ.items()
        if name.startswith(of)
    }


def _recipients(environ: Mapping[str, str]) -> tuple[str, ...]:
    name = f"{PREFIX}ALLOWED_RECIPIENTS"
    return values.recipients(name, environ.get(name, ""))


def _smtp(environ: Mapping[str, str]) -> Smtp:
    of = f"{PREFIX}SMTP_"
    security = environ.get(f"{of}SECURITY") or "none"
    if security not in ("none", "starttls", "tls"):
        raise SettingError(f"{of}SECURITY", "use none, starttls or tls")
    return Smtp(
        host=values.host(f"{of}HOST", environ.get(f"{of}HOST", "")),
        port=values.whole_number(environ, f"{of}PORT", 25, 1, values.LAST_PORT),
        username=environ.get(f"{of}USERNAME", ""),
        password=environ.get(f"{of}PASSWORD", ""),
        security=security,
        sender=values.sender(f"{of}SENDER", environ.get(f"{of}SENDER", "")),
        bounces=values.bounces(f"{of}BOUNCES", environ.get(f"{of}BOUNCES", "")),
    )


def _oidc(environ: Mapping[str, str]) -> Oidc:
    names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
    issuer, client_id, secret = (environ.get(f"{PREFIX}OIDC_{name}", "") for name in names)
    if not (issuer or client_id or secret):
        return Oidc()
    if not (issuer and client_id and secret):
        raise SettingError(
            f"{PREFIX}OIDC_*", "give all of {names}, or none", names=", ".join(names)
        )
    if not issuer.startswith("https://") and not _is_here(issuer):
        raise SettingError(f"{PREFIX}OIDC_ISSUER", "give an https:// address")
    claim = environ.get(f"{PREFIX}OIDC_GROUPS_CLAIM") or "groups"
    return Oidc(issuer.rstrip("/"), client_id, secret, claim)


def _second_factor(environ: Mapping[str, str], may_be_off: bool) -> bool:
    """Whether a log-in asks for more than a password: yes, wherever people could be harmed."""
    name = f"{PREFIX}SECOND_FACTOR"
    wish = environ.get(name) or "on"
    if wish not in ("on", "off"):
        raise SettingError(name, "use on or off")
    if wish == "off" and not may_be_off:
        raise SettingError(
            name, "off is for a demo with invented data or for http://127.0.0.1; leave it out"
        )
    return wish == "on"


def _is_here(base_url: str) -> bool:
    host = base_url.removeprefix("http://").partition("/")[0].partition(":")[0]
    return base_url.startswith("http://") and host in ("127.0.0.1", "localhost")


def _contact(environ: Mapping[str, str]) -> str:
    name = f"{PREFIX}SECURITY_CONTACT"
    return values.contact(name, environ.get(name, ""))


def _expires(environ: Mapping[str, str]) -> datetime.date | None:
    name = f"{PREFIX}SECURITY_EXPIRES"
    text = environ.get(name, "").strip()
    if not text and not _contact(environ):
        return None
    return values.day(name, text)
