"""`trajectspiegel paper --questionnaire K3-TIJDENS --language ar --out FILE`."""

import argparse
from pathlib import Path

from sqlalchemy import select

from survey_app.config import load_config
from survey_app.database import reading
from survey_app.documents.pdf import render_pdf
from survey_app.errors import BadInput
from survey_app.fieldwork.paper.queries import printable
from survey_app.fieldwork.paper.sheet import paper_html
from survey_app.installation import Installation, open_installation
from survey_app.models import Organisation
from survey_app.operators.sentence import Sentence
from survey_app.organisations.asked.queries import questionnaires_of
from survey_app.organisations.settings import OrganisationSettings, settings_of
from survey_app.organisations.waves import find_organisation, find_wave, wave_settings
from survey_app.questionnaire.definition import Questionnaire
from survey_app.texts.installed import installed_translations
from survey_app.texts.translations import SOURCE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which questionnaire, for whom, and where the file goes."""
    parser.add_argument(
        "--questionnaire", required=True, type=str.upper, metavar="CODE", help="as K3-TIJDENS"
    )
    parser.add_argument("--wave", help="with the providers of this wave (or else of the settings)")
    parser.add_argument("--organisation", help="needed when there is more than one, without --wave")
    parser.add_argument("--language", default=SOURCE, metavar="CODE", help="nl, en, ar, ...")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="PDF to write")


def run(arguments: argparse.Namespace) -> int:
    """Write the PDF."""
    installation = open_installation(load_config())
    questionnaires = {one.code: one for one in printable(installation.catalogue)}
    if arguments.questionnaire not in questionnaires:
        raise BadInput(
            "no questionnaire {questionnaire!r}; use {questionnaires}",
            questionnaire=arguments.questionnaire,
            questionnaires=", ".join(questionnaires),
        )
    settings = _settings(installation, arguments.organisation, arguments.wave)
    if arguments.wave is not None:
        questionnaires |= _of_wave(installation, arguments.wave)
    translations = installed_translations(installation.config, installation.catalogue)
    html = paper_html(
        questionnaires[arguments.questionnaire],
        settings,
        translations,
        arguments.language,
        installation.config.synthetic,
    )
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(render_pdf(html))
    print(arguments.out)
    return 0


def _of_wave(installation: Installation, wave_name: str) -> dict[str, Questionnaire]:
    with reading(installation.engine) as session:
        wave = find_wave(session, wave_name)
        return questionnaires_of(session, installation.catalogue, wave.id)


def _settings(
    installation: Installation, name: str | None, wave_name: str | None
) -> OrganisationSettings:
    with reading(installation.engine) as session:
        if wave_name is not None:
            wave = find_wave(session, wave_name)
            owner = session.get_one(Organisation, wave.organisation_id)
            return wave_settings(wave, owner)
        if name is None:
            names = list(session.scalars(select(Organisation.name).order_by(Organisation.name)))
            if len(names) != 1:
                raise BadInput(
                    "give --organisation: {names}",
                    names=", ".join(names) or Sentence("there is none yet"),
                )
            name = names[0]
        return settings_of(find_organisation(session, name))
