"""Every variable of the environment that is read, with the form of its value.

`trajectspiegel --help` shows this list; a name that begins with TRAJECTSPIEGEL_ and does not stand
here is refused, so that a typing error is never taken for "not set".
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType

from survey_app.errors import SettingError

PREFIX = "TRAJECTSPIEGEL_"
KEYS = (
    "session",
    "lookup",
    "sender",
    "contact",
    "pepper",
    "link",
    "worker_public",
    "worker_secret",
)
REPLACEABLE = ("contact", "worker_secret")  # by `rotate-keys`, with _NEXT and _OLD meanwhile

FORMS: Mapping[str, str] = MappingProxyType(
    {
        "DATABASE_URL": "sqlite:////folder/name.sqlite or postgresql://user:password@host/name",
        f"{PREFIX}HOME": "folder of data and keys; default: instance",
        f"{PREFIX}LANGUAGE": "what operators read: nl or en; empty: nl where LANG is Dutch",
        f"{PREFIX}BASE_URL": "https address that people see, without path: https://meet.voorbeeld.nl",
        f"{PREFIX}LIVE": "1: messages go to everybody; 0 or empty: only to ALLOWED_RECIPIENTS",
        f"{PREFIX}ALLOWED_RECIPIENTS": (
            "addresses, domains and numbers with a comma between: an@voorbeeld.nl, "
            "@proef.example, +31612345678"
        ),
        f"{PREFIX}SYNTHETIC": "1: invented data only; pages say so and drafts of translations show",
        f"{PREFIX}TRUSTED_PROXIES": "number of proxies in front of the site: 0 (default), 1 or 2",
        f"{PREFIX}REDIS_URL": "redis://host:6379/0; needed for web processes on several machines",
        f"{PREFIX}SMTP_HOST": "name of the mail server; empty: no e-mail",
        f"{PREFIX}SMTP_PORT": "1 to 65535; default 25",
        f"{PREFIX}SMTP_SECURITY": "none (default), starttls or tls",
        f"{PREFIX}SMTP_USERNAME": "name to log in with at the mail server",
        f"{PREFIX}SMTP_PASSWORD": "the password that belongs to it",
        f"{PREFIX}SMTP_SENDER": "address that people see: meting@voorbeeld.nl",
        f"{PREFIX}SMTP_BOUNCES": (
            "mailbox that takes retour+anything@voorbeeld.nl and gives it to `bounce`: "
            "retour@voorbeeld.nl; empty: what comes back comes to the sender"
        ),
        f"{PREFIX}SMS_URL": "https address of a gateway for text messages; empty: none are sent",
        f"{PREFIX}SMS_KEY": "the key that this gateway gave",
        f"{PREFIX}SMS_SENDER": "what people see: +31612345678, or a name of at most 11 letters",
        f"{PREFIX}SMS_SECRET": (
            "32 characters or more that sign what the gateway tells back; empty: nothing is taken"
        ),
        f"{PREFIX}NOTIFY_URL": "https address of the API of NotifyNL or GOV.UK Notify; empty: none",
        f"{PREFIX}NOTIFY_KEY": "the API key, as it was shown once: name-service-secret",
        f"{PREFIX}NOTIFY_EMAIL_TEMPLATE": "id of the template that carries e-mail; empty: none",
        f"{PREFIX}NOTIFY_SMS_TEMPLATE": "id of the template that carries text messages; or empty",
        f"{PREFIX}NOTIFY_TOKEN": (
            "32 characters or more: the bearer token of its callbacks; empty: nothing is taken"
        ),
        f"{PREFIX}SECURITY_CONTACT": "e-mail address or https page for who finds a leak",
        f"{PREFIX}SECURITY_EXPIRES": "day until which that contact holds: 2027-06-30",
        f"{PREFIX}OIDC_ISSUER": "https address of the organisation's own sign-in; empty: none",
        f"{PREFIX}OIDC_CLIENT_ID": "how that sign-in knows this site",
        f"{PREFIX}OIDC_CLIENT_SECRET": "the secret that belongs to it",
        f"{PREFIX}OIDC_GROUPS_CLAIM": "where it says the groups; default groups",
        f"{PREFIX}SECOND_FACTOR": "on; off for a demo or http://127.0.0.1 only (default: on)",
        f"{PREFIX}ROLE_PASSWORD": "password for the role of migrate --application-role",
        f"{PREFIX}KEY_NAME": (
            f"a key of 64 hexadecimal characters instead of HOME/keys/name; "
            f"NAME is {', '.join(KEYS).upper()}"
        ),
    }
)
_BESIDE = tuple(f"{key}_{end}" for key in REPLACEABLE for end in ("next", "old"))
_KNOWN = frozenset(FORMS) - {f"{PREFIX}KEY_NAME"} | {
    f"{PREFIX}KEY_{key.upper()}" for key in (*KEYS, *_BESIDE)
}


def refuse_unknown(names: Iterable[str]) -> None:
    """Raises SettingError for a name of ours that nothing reads, with the nearest one that is."""
    for name in sorted(names):
        if not name.startswith(PREFIX) or name in _KNOWN:
            continue
        near = get_close_matches(name, _KNOWN, n=1, cutoff=0)
        raise SettingError(name, "no such setting; did you mean {near}?", near=near[0])
