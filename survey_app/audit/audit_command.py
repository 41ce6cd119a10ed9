"""`trajectspiegel audit verify` and `audit show`: the log of who did what."""

import argparse
import json

from sqlalchemy import select

from survey_app.audit.heads import known_heads
from survey_app.audit.queries import newest_entries, verdict
from survey_app.config import load_config
from survey_app.database import reading
from survey_app.installation import open_installation
from survey_app.models import Organisation
from survey_app.models.life_cycle.audit import AuditEntry
from survey_app.operators.saying import say
from survey_app.operators.sentence import Sentence
from survey_app.organisations.waves import find_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Verify the chains, or show entries as lines of JSON."""
    parser.add_argument(
        "action", choices=("verify", "show"), help="check the chains, or show what they say"
    )
    parser.add_argument("--organisation", metavar="NAME", help="without one: every organisation")
    parser.add_argument("--most", type=int, default=100, help="newest entries to show (100)")


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a chain is broken. Raises UnknownName."""
    installation = open_installation(load_config())
    known = known_heads(installation.config.home)
    status = 0
    with reading(installation.engine) as session:
        if arguments.organisation is not None:
            places = [find_organisation(session, arguments.organisation)]
        else:
            places = list(session.scalars(select(Organisation).order_by(Organisation.name)))
        for place in places:
            if arguments.action == "show":
                for one in newest_entries(session, place.id, None, arguments.most):
                    print(_line(place.name, one))
                continue
            found = verdict(session, place, known.get(place.id, ()))
            say(
                "{organisation}: {entries} entries: {wrong}",
                organisation=found.organisation,
                entries=found.entries,
                wrong=found.wrong or Sentence("whole"),
            )
            status = max(status, int(found.wrong is not None))
    return status


def _line(organisation: str, one: AuditEntry) -> str:
    said = {"who": one.who, "what": one.what, "about": one.about, "details": one.details}
    place = {"organisation": organisation, "number": one.number, "at": one.at.isoformat()}
    return json.dumps({**place, **said}, ensure_ascii=False)
