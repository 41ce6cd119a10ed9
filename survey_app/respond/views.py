"""The respondent's pages, joined: ways in, questions, leaving, rights, about the organisation."""

import json

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from survey_app.config import OPEN_ANSWERS
from survey_app.installation import Installation
from survey_app.questionnaire.loading import load_personal_rules
from survey_app.respond import views_about
from survey_app.respond.answering import views as views_answering
from survey_app.respond.answering.kept_pages import KeptPages
from survey_app.respond.answering.offers import Offers
from survey_app.respond.answering.pictograms import pictogram
from survey_app.respond.entering import views as views_entering
from survey_app.respond.entering import views_code
from survey_app.respond.leaving import views as views_leaving
from survey_app.respond.leaving import views_rights, views_way_back
from survey_app.texts.installed import installed_translations, stamp_of

blueprint = Blueprint("respond", __name__)
for part in (
    views_entering,
    views_code,
    views_way_back,
    views_answering,
    views_leaving,
    views_rights,
    views_about,
):
    part.add_to(blueprint)


@blueprint.record_once
def _prepare(state: BlueprintSetupState) -> None:
    """Read the translations and make room for the questionnaires, once per process."""
    installation: Installation = state.app.extensions["installation"]
    translations = installed_translations(installation.config, installation.catalogue)
    state.app.extensions["offers"] = Offers(
        installation.catalogue,
        translations,
        installation.engine,
        stamp_of(installation.config.home),
    )
    state.app.extensions["kept_pages"] = KeptPages()
    rules = state.app.extensions["personal_rules"] = load_personal_rules(OPEN_ANSWERS)
    data = json.dumps(rules.for_browser, ensure_ascii=False, separators=(",", ":"))
    state.app.extensions["static_files"].add("personal_rules.json", data.encode())
    state.app.jinja_env.globals["pictogram"] = pictogram
    # These forms carry a proof of their own that survives the end of a session (visitor.py).
    state.app.extensions["csrf"].exempt(blueprint)
