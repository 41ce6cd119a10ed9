"""Replacing one key from beginning to end; asked again, it goes on where it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from survey_app import clock
from survey_app.crypto import replacing
from survey_app.crypto.keys import OLD
from survey_app.crypto.replacing import Folders
from survey_app.errors import KeyMissing
from survey_app.installation import Installation
from survey_app.rotation.services import Pass, note_in_log, write_anew

# Whoever took the old key in hand before it was replaced has written what they wanted by then.
PATIENCE_SECONDS = 600
ABOUT = {"contact": "contactgegevens", "worker_secret": "ingestuurde formulieren"}
Tell = Callable[[Pass], None]


@dataclass(slots=True)
class Replaced:
    """What was done: rows written anew, rows that no key opens, and where the old key is kept.

    `waits` is for so many seconds more, as long as somebody may still write with the old key.
    """

    anew: int = 0
    unreadable: int = 0
    waits: int = 0
    kept: Path | None = None


def replace_key(
    installation: Installation, name: str, copies: Iterable[Path] = (), tell: Tell = lambda _: None
) -> Replaced:
    """Put a new key in the place of this one, and take the old one away when nothing is under it.

    Raises KeyMissing for a key that stands in the environment without the one of before.
    """
    if name in installation.config.environment_keys:
        return _in_environment(installation, name, tell)
    folders = Folders(installation.config.home / "keys", tuple(copies))
    with replacing.held(folders):
        replacing.begin(folders, name)
        if not replacing.is_switched(folders, name):
            note_in_log(installation, "key.replacing", ABOUT[name])
        replacing.switch(folders, name)
        over = replacing.switched_at(folders, name) + PATIENCE_SECONDS
        waits = max(0, round(over - clock.now().timestamp()))
        done = _all_anew(installation, name, tell)
        done.waits = waits
        if not waits:
            done.kept = replacing.retire(folders, name, clock.today().isoformat())
            note_in_log(installation, "key.replaced", ABOUT[name])
    return done


def _in_environment(installation: Installation, name: str, tell: Tell) -> Replaced:
    if name + OLD not in installation.config.environment_keys:
        raise KeyMissing(
            "key {name} is given as a variable: give every process the new one as well as "
            "TRAJECTSPIEGEL_KEY_{upper}_NEXT and start them again; then the new one as "
            "TRAJECTSPIEGEL_KEY_{upper} and the former as TRAJECTSPIEGEL_KEY_{upper}_OLD, start "
            "them again, and repeat this command",
            name=name,
            upper=name.upper(),
        )
    note_in_log(installation, "key.replacing", ABOUT[name])
    return _all_anew(installation, name, tell)


def _all_anew(installation: Installation, name: str, tell: Tell) -> Replaced:
    """Go through everything until a whole round finds nothing under the old key."""
    done = Replaced()
    while True:
        rows = 0
        done.unreadable = 0
        for one in write_anew(installation, name):
            tell(one)
            rows += one.anew
            done.unreadable += one.unreadable
        done.anew += rows
        if not rows:
            return done
