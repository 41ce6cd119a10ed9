"""How text messages leave, as the environment says it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.errors import SettingError
from survey_app.settings import values
from survey_app.settings.variables import PREFIX

SHORTEST_SECRET = 32
# A number that can answer, or a name as networks take it (3GPP TS 23.040: 11 characters).
_SENDER = re.compile(r"\+[1-9]\d{7,14}|(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ]{0,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sms:
    """The gateway to the telephone network; url empty means that no text message can be sent."""

    url: str = ""
    key: str = ""
    sender: str = ""
    secret: str = ""  # signs what the gateway tells back; empty: nothing is taken from it

    @property
    def can_be_answered(self) -> bool:
        """Whether somebody can send a message back, and we would hear of it."""
        return self.sender.startswith("+") and bool(self.secret)


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
        raise SettingError(f"{of}URL", f"give all of {of}URL, {of}KEY and {of}SENDER, or none")
    if secret and len(secret) < SHORTEST_SECRET:
        raise SettingError(f"{of}SECRET", f"give at least {SHORTEST_SECRET} characters by chance")
    return Sms(values.service_address(f"{of}URL", url) if url else "", key, sender, secret)
