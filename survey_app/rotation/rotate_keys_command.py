"""`trajectspiegel rotate-keys`: another key for what is kept, while everybody works on."""

import argparse
from pathlib import Path

from survey_app.config import load_config
from survey_app.installation import open_installation
from survey_app.operators.saying import say
from survey_app.rotation.services import Pass
from survey_app.rotation.services_replacing import Replaced, replace_key

KEYS = {"contact": "contact", "worker": "worker_secret"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which key, and where web servers keep copies."""
    parser.add_argument(
        "key",
        choices=tuple(KEYS),
        help="contact: people, notes, replies and the separate stores; "
        "worker: what was sent in and waits",
    )
    parser.add_argument(
        "--web-keys",
        type=Path,
        action="append",
        default=[],
        metavar="FOLDER",
        help="a folder with the keys of a web server that is not HOME/keys",
    )


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0 when it is done, 2 when it must be given again later. Raises KeyMissing."""
    installation = open_installation(load_config())
    done = replace_key(installation, KEYS[arguments.key], arguments.web_keys, _tell)
    say("{n} row written under the new key", "{n} rows written under the new key", n=done.anew)
    if done.unreadable:
        say(
            "{n} row is under neither key and stays as it is",
            "{n} rows are under neither key and stay as they are",
            n=done.unreadable,
        )
    return _ended(done)


def _ended(done: Replaced) -> int:
    if done.waits:
        say(
            "nothing is under the old key now, but who was at work may still write with it: "
            "give this command again after {minutes} minutes, and the old key goes",
            minutes=-(-done.waits // 60),
        )
        return 2
    if done.kept is None:
        say(
            "nothing is under the old key: take its variable away from every process, and keep "
            "it as long as you keep backups of before today"
        )
        return 0
    say(
        "the old key is not read any more; it is kept as {path} for backups of before today: "
        "delete it together with the last of those",
        path=done.kept,
    )
    return 0


def _tell(one: Pass) -> None:
    if one.rows:
        say(
            "{column}: {rows} rows looked at, {anew} written anew",
            column=one.name,
            rows=one.rows,
            anew=one.anew,
        )
