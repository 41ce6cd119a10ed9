"""Putting a respondent's page together: texts, looks and preferences around one template."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import Response, current_app, request, session

from survey_app import clock
from survey_app.appearance.house_style import looks
from survey_app.appearance.static_files import StaticFiles
from survey_app.clock import now
from survey_app.errors import BadInput, CookieMissing, FormRefused, SessionOver
from survey_app.logs.lines import logger_of
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import Question, Questionnaire, Value
from survey_app.respond.answering.forms import PROOF
from survey_app.respond.answering.kept_pages import KeptPages
from survey_app.respond.answering.offers import Offers
from survey_app.respond.sitting import Sitting
from survey_app.texts.installed import installed_translations, stamp_of
from survey_app.texts.translations import LANGUAGES, SOURCE, Language, fill
from survey_app.visits.visitor import (
    WISHES,
    Cookie,
    Preferences,
    Visitor,
    changed_preferences,
    device_language,
    form_proof,
    interview_of,
    is_known,
    is_proof,
    prefer,
    preferences_of,
    stay,
    visitor_of,
)
from survey_app.web.current import installation_here
from survey_app.web.security import came_in_just_now, takes_gzip

TRANSLATIONS_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the content of a page: who asks, and in which languages."""

    settings: OrganisationSettings
    language: str
    languages: tuple[Language, ...]
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a questionnaire as a respondent gets it, and the template of its kind."""

    template: str
    questionnaire: Questionnaire
    code: str


def offers_here() -> Offers:
    """The questionnaires as respondents meet them."""
    offers = cast("Offers", current_app.extensions["offers"])
    at = clock.seconds()
    if at - offers.looked_at > TRANSLATIONS_SECONDS:
        offers.looked_at = at
        _read_again(offers)
    return offers


def _read_again(offers: Offers) -> None:
    """Take over translations that were imported since; what is wrong changes nothing here."""
    installation = installation_here()
    stamp = stamp_of(installation.config.home)
    if stamp == offers.stamp:
        return
    offers.stamp = stamp
    try:
        offers.take_over(installed_translations(installation.config, installation.catalogue))
    except BadInput as error:
        logger_of(__name__).error("translations are as they were", remedy=str(error))
        return
    current_app.extensions["kept_pages"] = KeptPages()


def cookie_here() -> Cookie:
    """The session itself: a look through Flask's proxy costs ten times a look at it."""
    return cast("Cookie", session._get_current_object())  # type: ignore[attr-defined]


def need_visitor() -> Visitor:
    """Who came in. Raises SessionOver without a session, CookieMissing right after coming in."""
    cookie = cookie_here()
    visitor = visitor_of(cookie)
    if visitor is None:
        if not is_known(cookie) and came_in_just_now(request.path):
            raise CookieMissing("the browser keeps no cookie")
        raise SessionOver("no respondent session")
    stay(cookie, now().timestamp())
    return visitor


def need_proof() -> None:
    """Raise FormRefused when this form did not come from a page of ours.

    Raises CookieMissing when the browser did not bring back what that page gave it.
    """
    if request.form.get(PROOF) and not is_known(cookie_here()):
        raise CookieMissing("the browser keeps no cookie")
    if not is_proof(installation_here().keys.session, cookie_here(), request.form.get(PROOF, "")):
        raise FormRefused("form without proof")


def preferences_here() -> Preferences:
    """How this browser wants to read, after the wishes in the address."""
    preferences = preferences_of(cookie_here())
    for what in WISHES if request.query_string else ():
        wish = request.args.get(what)
        if wish is not None:
            preferences = changed_preferences(preferences, f"{what}:{wish}", LANGUAGES)
            prefer(session, preferences)
    return preferences


def around(sitting: Sitting) -> Surroundings:
    """The surroundings of a sitting."""
    situation, offers = sitting.situation, offers_here()
    return Surroundings(
        settings=offers.settings(situation),
        language=sitting.language,
        languages=offers.languages_for(situation),
        is_test=situation.is_test,
    )


def plain_surroundings(settings: OrganisationSettings | None = None) -> Surroundings:
    """The surroundings of a page that belongs to no questionnaire."""
    languages = offers_here().translations.for_screens()
    offered = {one.code: one for one in languages}
    wish = preferences_here().language or device_language(request.accept_languages, offered)
    chosen = wish if wish in offered else SOURCE
    if settings is None:
        known = organisations_known()
        settings = known[0] if len(known) == 1 else OrganisationSettings(slug="", name="")
    return Surroundings(settings, chosen, languages)


def organisations_known() -> tuple[OrganisationSettings, ...]:
    """The organisations that ask here, for a page that does not know yet who came."""
    return offers_here().organisations()


def render(
    template: str,
    surroundings: Surroundings,
    preferences: Preferences,
    status: int = 200,
    with_proof: bool = True,
    **context: Any,
) -> Response:
    """A respondent's page."""
    installation = installation_here()
    own = form_proof(installation.keys.session, cookie_here()) if with_proof else ""
    body = _rendered(template, surroundings, preferences, {"proof": own, **context})
    return Response(body, status=status, mimetype="text/html")


def render_kept(
    asked: Asked,
    surroundings: Surroundings,
    preferences: Preferences,
    own: Mapping[str, str],
    **context: Hashable,
) -> Response:
    """The page of a question, the same for everybody but for its hidden fields."""
    settings = surroundings.settings
    question = asked.questionnaire.question(asked.code)
    what = (
        id(asked.questionnaire),
        asked.code,
        id(settings),
        surroundings.is_test,
        surroundings.language,
        preferences.large,
        preferences.easy_read,
        tuple(sorted(context.items())),
    )
    pages = cast("KeptPages", current_app.extensions["kept_pages"])
    proof = form_proof(installation_here().keys.session, cookie_here())
    page = pages.page(
        what,
        (asked.questionnaire, settings),
        lambda marks: _rendered(
            asked.template,
            surroundings,
            preferences,
            {**context, **marks, "question": question, "error": ""},
        ),
    )
    theirs = {**own, "proof": proof}
    if not takes_gzip():
        return Response(page.plain(theirs), mimetype="text/html")
    response = Response(page.packed(theirs), mimetype="text/html")
    response.headers["Content-Encoding"] = "gzip"
    return response


def words_of(surroundings: Surroundings, preferences: Preferences) -> Mapping[str, str]:
    """The texts of a page as this person reads them: their language, easy or not."""
    return language_of(surroundings).words(preferences.easy_read)


def language_of(surroundings: Surroundings) -> Language:
    """The language of a page with all its texts."""
    return offers_here().translations.languages[surroundings.language]


def _rendered(
    template: str,
    surroundings: Surroundings,
    preferences: Preferences,
    context: Mapping[str, Any],
) -> str:
    settings = surroundings.settings
    language = language_of(surroundings)
    return current_app.jinja_env.get_template(template).render(
        t=language.words(preferences.easy_read),
        fill=fill,
        language=language,
        languages=surroundings.languages,
        organisation=settings,
        **looks(_static_files(), settings, installation_here().engine),
        large=preferences.large,
        easy_read=preferences.easy_read,
        synthetic=installation_here().config.synthetic,
        is_test=surroundings.is_test,
        interview=interview_of(cookie_here()),
        **{"here": request.path, **context},
    )


def _static_files() -> StaticFiles:
    return cast("StaticFiles", current_app.extensions["static_files"])


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
