"""Settings: the only place where the environment is read."""

import datetime
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from survey_app.errors import SettingError

ROOT = Path(__file__).resolve().parent.parent
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
    role_password: str = ""  # of the role that `migrate --application-role` makes

    @property
    def secure(self) -> bool:
        """Whether respondents reach us over https, so that cookies may say Secure."""
        return self.base_url.startswith("https://")


def load_config(environ: Mapping[str, str] = os.environ, default_home: str = "instance") -> Config:
    """The settings of this process. Raises SettingError naming the variable and the remedy."""
    home = Path(environ.get("TRAJECTSPIEGEL_HOME") or default_home).resolve()
    default_url = f"sqlite:///{home / 'trajectspiegel.sqlite'}"
    return Config(
        home=home,
        database_url=_database_url(environ.get("DATABASE_URL") or default_url),
        base_url=_base_url(environ.get("TRAJECTSPIEGEL_BASE_URL") or "http://127.0.0.1:8000"),
        live=_flag(environ, "TRAJECTSPIEGEL_LIVE"),
        synthetic=_flag(environ, "TRAJECTSPIEGEL_SYNTHETIC") or (home / "SYNTHETIC").exists(),
        allowed_recipients=_words(environ.get("TRAJECTSPIEGEL_ALLOWED_RECIPIENTS", "")),
        trusted_proxies=_number(environ, "TRAJECTSPIEGEL_TRUSTED_PROXIES", 0),
        redis_url=environ.get("TRAJECTSPIEGEL_REDIS_URL", ""),
        security_contact=_contact(environ),
        security_expires=_expires(environ),
        environment_keys={
            name.removeprefix("TRAJECTSPIEGEL_KEY_").lower(): value
            for name, value in environ.items()
            if name.startswith("TRAJECTSPIEGEL_KEY_")
        },
        smtp=_smtp(environ),
        role_password=environ.get("TRAJECTSPIEGEL_ROLE_PASSWORD", ""),
    )


def _smtp(environ: Mapping[str, str]) -> Smtp:
    security = environ.get("TRAJECTSPIEGEL_SMTP_SECURITY") or "none"
    if security not in ("none", "starttls", "tls"):
        raise SettingError("TRAJECTSPIEGEL_SMTP_SECURITY", "use none, starttls or tls")
    return Smtp(
        host=environ.get("TRAJECTSPIEGEL_SMTP_HOST", ""),
        port=_number(environ, "TRAJECTSPIEGEL_SMTP_PORT", 25),
        username=environ.get("TRAJECTSPIEGEL_SMTP_USERNAME", ""),
        password=environ.get("TRAJECTSPIEGEL_SMTP_PASSWORD", ""),
        security=security,
        sender=environ.get("TRAJECTSPIEGEL_SMTP_SENDER", ""),
    )


def _contact(environ: Mapping[str, str]) -> str:
    contact = environ.get("TRAJECTSPIEGEL_SECURITY_CONTACT", "").strip()
    if not contact:
        return ""
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    good = contact.startswith(("mailto:", "https://", "tel:")) and contact.isprintable()
    if not good or " " in contact:
        raise SettingError(
            "TRAJECTSPIEGEL_SECURITY_CONTACT", "give an e-mail address or an https:// page"
        )
    return contact


def _expires(environ: Mapping[str, str]) -> datetime.date | None:
    name = "TRAJECTSPIEGEL_SECURITY_EXPIRES"
    text = environ.get(name, "").strip()
    if not text and not environ.get("TRAJECTSPIEGEL_SECURITY_CONTACT", "").strip():
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise SettingError(
            name, "give the day until which the contact holds, as 2027-06-30"
        ) from None


def _database_url(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _base_url(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise SettingError("TRAJECTSPIEGEL_BASE_URL", "give the full address, with https://")
    return url.rstrip("/")


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise SettingError(name, f"give a whole number, not {text!r}")
    return int(text)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    return environ.get(name, "").lower() in ("1", "yes", "true")


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)
