"""`trajectspiegel paper --questionnaire K3-TIJDENS --out FILE`."""

import argparse
from pathlib import Path

from sqlalchemy import select

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.errors import BadInput
from survey_app.fieldwork.paper import paper_html
from survey_app.fieldwork.queries_paper import printable
from survey_app.installation import Installation, open_installation
from survey_app.models import Organisation
from survey_app.pdf import render_pdf
from survey_app.settings_file import OrganisationSettings, organisation_settings
from survey_app.waves import find_organisation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which questionnaire, for whom, and where the file goes."""
    parser.add_argument("--questionnaire", required=True, type=str.upper, metavar="CODE")
    parser.add_argument("--organisation", help="needed when there is more than one")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF."""
    installation = open_installation(load_config())
    questionnaires = {one.code: one for one in printable(installation.catalogue)}
    if arguments.questionnaire not in questionnaires:
        raise BadInput(
            f"no questionnaire {arguments.questionnaire!r}; use {', '.join(questionnaires)}"
        )
    settings = _settings(installation, arguments.organisation)
    html = paper_html(installation, questionnaires[arguments.questionnaire], settings)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(render_pdf(html))
    print(arguments.out)
    return 0


def _settings(installation: Installation, name: str | None) -> OrganisationSettings:
    with reading(installation.engine) as session:
        if name is None:
            names = list(session.scalars(select(Organisation.name).order_by(Organisation.name)))
            if len(names) != 1:
                raise BadInput(f"give --organisation: {', '.join(names) or 'there is none yet'}")
            name = names[0]
        organisation = find_organisation(session, name)
        return organisation_settings(installation.config.home, organisation.slug, organisation.name)
