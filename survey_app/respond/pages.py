"""Putting a respondent's page together: texts, looks and preferences around one template."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, current_app, request, session

from survey_app.clock import now
from survey_app.errors import FormRefused, SessionOver
from survey_app.house_style import logo_name, style_name
from survey_app.installation import Installation
from survey_app.questionnaire.definition import Question, Value
from survey_app.respond.forms import PROOF, changed_preferences
from survey_app.respond.offers import Offers
from survey_app.respond.sitting import Sitting
from survey_app.settings_file import OrganisationSettings
from survey_app.static_files import StaticFiles
from survey_app.translations import LANGUAGES, SOURCE, Language, fill
from survey_app.visitor import (
    Preferences,
    Visitor,
    form_proof,
    interview_of,
    is_proof,
    prefer,
    preferences_of,
    stay,
    visitor_of,
)

WISHES = ("taal", "groter", "makkelijk")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the content of a page: who asks, and in which languages."""

    settings: OrganisationSettings
    language: str
    languages: tuple[Language, ...]


def installation_here() -> Installation:
    """The installation this process serves."""
    return cast("Installation", current_app.extensions["installation"])


def offers_here() -> Offers:
    """The questionnaires as respondents meet them."""
    return cast("Offers", current_app.extensions["offers"])


def need_visitor() -> Visitor:
    """Who came in. Raises SessionOver without a session."""
    visitor = visitor_of(session)
    if visitor is None:
        raise SessionOver("no respondent session")
    stay(session, now().timestamp())
    return visitor


def need_proof() -> None:
    """Raise FormRefused when this form did not come from a page of ours."""
    if not is_proof(installation_here().keys.session, session, request.form.get(PROOF, "")):
        raise FormRefused("form without proof")


def preferences_here() -> Preferences:
    """How this browser wants to read, after the wishes in the address."""
    preferences = preferences_of(session)
    for what in WISHES:
        wish = request.args.get(what)
        if wish is not None:
            preferences = changed_preferences(preferences, f"{what}:{wish}", LANGUAGES)
            prefer(session, preferences)
            session.permanent = True
    return preferences


def around(sitting: Sitting) -> Surroundings:
    """The surroundings of a sitting."""
    situation, offers = sitting.situation, offers_here()
    return Surroundings(
        settings=offers.settings(situation),
        language=sitting.language,
        languages=offers.languages(situation.code, situation.version),
    )


def plain_surroundings(settings: OrganisationSettings | None = None) -> Surroundings:
    """The surroundings of a page that belongs to no questionnaire."""
    languages = offers_here().translations.for_screens()
    wish = preferences_here().language
    chosen = wish if wish in {one.code for one in languages} else SOURCE
    return Surroundings(settings or OrganisationSettings(slug="", name=""), chosen, languages)


def render(
    template: str,
    surroundings: Surroundings,
    preferences: Preferences,
    status: int = 200,
    with_proof: bool = True,
    **context: Any,
) -> Response:
    """A respondent's page."""
    app, installation = current_app, installation_here()
    language = offers_here().translations.languages[surroundings.language]
    body = app.jinja_env.get_template(template).render(
        t=language.texts,
        fill=fill,
        language=language,
        languages=surroundings.languages,
        organisation=surroundings.settings,
        style=_address(style_name(surroundings.settings)),
        logo=_address(logo_name(surroundings.settings)) if surroundings.settings.logo else "",
        large=preferences.large,
        easy_read=preferences.easy_read,
        proof=form_proof(installation.keys.session, session) if with_proof else "",
        synthetic=installation.config.synthetic,
        interview=interview_of(session),
        here=request.path,
        **context,
    )
    return Response(body, status=status, mimetype="text/html")


def _address(name: str) -> str:
    """The address of a static file; a house style that is new is added first."""
    files = cast("StaticFiles", current_app.extensions["static_files"])
    if not files.has(name):
        files.when_missing()
    return files.address(name)


def shown(question: Question, value: Value) -> Iterable[str]:
    """An answer as a person reads it: one text per line."""
    if value is None:
        return ()
    if question.kind == "numbers" and isinstance(value, tuple):
        pairs = zip(question.fields, value, strict=True)
        return [f"{field}: {number}" for field, number in pairs if number is not None]
    texts = {option.value: option.text for option in question.options}
    values = value if isinstance(value, tuple) else (value,)
    return [texts.get(one, str(one)) if isinstance(one, int) else str(one) for one in values]
