"""An organisation's own words and looks: HOME/organisations/<slug>.toml, with defaults.

Everything a municipality may fill in stands here once; every page takes it from here.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from survey_app.appearance.theme import check_theme
from survey_app.errors import BadInput
from survey_app.logs.failures import Failures
from survey_app.logs.lines import logger_of

FOLDER = "organisations"
_failures = Failures(logger_of(__name__))
_last_good: "dict[tuple[Path, str], OrganisationSettings] | None" = None
MAX_BYTES = 64 * 1024
# Digits as people group them: 14 0182, 0182-624 624, +31 182 624 624.
_DIALLED = re.compile(r"\+?\d[\d .-]+\d")


@dataclass(frozen=True, slots=True)
class OrganisationSettings:
    """What respondents read about the organisation that asks."""

    slug: str
    name: str
    help_phone: str = ""  # without one, the name: "Bel Waddinxveen"
    help_hours: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    privacy_contact: str = ""
    data_protection_officer: str = ""
    processor: str = ""
    retention_months: int = 24
    accessibility_contact: str = ""
    accessibility_checked_on: str = ""
    logo: str = ""
    providers: tuple[str, ...] = ()
    provider_example: str = ""
    keyed_twice: int = 10  # of every hundred sheets of paper, how many are keyed in twice
    theme: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def help_dial(self) -> str:
        """The help number as a telephone dials it; empty when there is only a name.

        >>> OrganisationSettings("a", "A", help_phone="0182 - 624 624 (ma-vr)").help_dial
        '0182624624'
        """
        number = _DIALLED.match(self.help_phone)
        return re.sub(r"[^+\d]", "", number[0]) if number else ""


def organisation_settings(home: Path, slug: str, name: str) -> OrganisationSettings:
    """The settings of one organisation; the defaults when it has no file.

    Raises BadInput naming the file and the key that is wrong, or the contrast that falls short.
    After `keep_last_good` a file that was good keeps what it said then, and the log tells why.
    """
    path = home / FOLDER / f"{slug}.toml"
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return _defaults(slug, name)
    try:
        found = _read(path, slug, name, changed)
    except BadInput as error:
        if _last_good is None or (path, name) not in _last_good:
            raise
        _failures.tell(f"settings file {path.name} is wrong", remedy=str(error))
        return _last_good[path, name]
    if _last_good is not None:
        _failures.over(f"settings file {path.name} is wrong")
        _last_good[path, name] = found
    return found


def keep_last_good() -> None:
    """For a process that stays: a typing error in a file takes nothing away from people."""
    global _last_good  # noqa: PLW0603  (said once, when a process starts)
    _last_good = {}


@lru_cache(maxsize=256)
def _defaults(slug: str, name: str) -> OrganisationSettings:
    return OrganisationSettings(slug=slug, name=name, help_phone=name)


@lru_cache(maxsize=256)
def _read(path: Path, slug: str, name: str, changed: int) -> OrganisationSettings:
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{path.name}: larger than {MAX_BYTES} bytes")
    try:
        content = tomllib.loads(raw.decode("utf-8-sig"))  # Windows puts a mark at the beginning
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name}: not TOML: {error}") from error
    values = {key: _checked(path, key, value) for key, value in content.items()}
    _check_providers(path, values.get("providers", ()), values.get("provider_example", ""))
    return OrganisationSettings(**{"slug": slug, "name": name, "help_phone": name, **values})


_DEFAULTS = OrganisationSettings(slug="", name="")
_KINDS = {one.name: type(getattr(_DEFAULTS, one.name)) for one in fields(OrganisationSettings)}


def _checked(path: Path, key: str, value: Any) -> Any:
    """The value of one key in the type its record wants."""
    if key not in _KINDS or key == "slug":
        raise BadInput(f"{path.name}: unknown key {key!r}")
    if key == "theme":
        return _theme(path, value)
    if key == "providers":
        value = tuple(value) if isinstance(value, list) else value
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            raise BadInput(f"{path.name}: providers must be a list of names")
    if not isinstance(value, _KINDS[key]):
        raise BadInput(f"{path.name}: {key} must be a {_KINDS[key].__name__}")
    if key == "keyed_twice" and not 0 <= value <= 100:
        raise BadInput(f"{path.name}: keyed_twice is a number of 0 to 100 in a hundred")
    return value


def _check_providers(path: Path, providers: tuple[str, ...], example: str) -> None:
    names = [" ".join(one.split()) for one in providers]
    folded = [name.casefold() for name in names]
    for place, name in enumerate(names):
        if not name:
            raise BadInput(f"{path.name}: providers: a name is empty; leave it out")
        if folded[place] in folded[:place]:
            raise BadInput(f"{path.name}: providers: {name!r} stands there twice; leave one out")
    if names and example and " ".join(example.split()) not in names:
        raise BadInput(
            f"{path.name}: provider_example {example!r} is none of the providers: "
            f"name one of {', '.join(names)}"
        )


def _theme(path: Path, value: Any) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise BadInput(f"{path.name}: theme must be a table of design tokens")
    try:
        check_theme(value)
    except BadInput as error:
        raise BadInput(f"{path.name}: {error}") from error
    return MappingProxyType(dict(value))
