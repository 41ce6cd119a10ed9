"""Errors become pages here: plain words, the way on, and what somebody typed is kept."""

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, Response, current_app, render_template, request, session
from werkzeug.exceptions import HTTPException

from survey_app import errors
from survey_app.appearance.house_style import looks
from survey_app.installation import Installation
from survey_app.logs.failures import Failures, place_of, reason_of
from survey_app.logs.lines import logger_of
from survey_app.operators.sentence import Sentence
from survey_app.organisations.queries import last_settings
from survey_app.organisations.settings import OrganisationSettings
from survey_app.texts.translations import LANGUAGES, SOURCE, fill
from survey_app.visits.staff_session import current_staff
from survey_app.visits.visitor import (
    WISHES,
    Preferences,
    changed_preferences,
    device_language,
    interview_of,
    prefer,
    preferences_of,
    visitor_of,
)
from survey_app.web.error_pages_staff import staff_body

# The button that asks for another language or size: heeded on the page that it leads to.
WISH_BUTTON = "set"
# Fields that must never be shown again, whatever page they came from.
NOT_KEPT = ("password", "csrf_token", "code", "token", WISH_BUTTON)
_NUMBER = re.compile(r"[0-9a-fA-F-]{8,64}")
MAX_ECHO = 256 * 1024  # characters; a form of the largest size in any other script has fewer


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """How one kind of error looks.

    `resend` offers the same form again with what was typed; `onward` is another way on: an
    address and the key of its words.
    """

    status: int
    title: str
    text: str
    resend: bool = False
    retry_after: int = 0
    onward: tuple[str, str] | None = None


TYPE_CODE = ("/code", "code.title")
UNKNOWN = ErrorPage(404, "link.unknown_title", "link.unknown", onward=TYPE_CODE)
PAGES: dict[type[Exception], ErrorPage] = {
    errors.LinkUnknown: UNKNOWN,
    errors.LinkUsed: ErrorPage(
        410, "link.used_title", "link.used", onward=("/intrekken", "withdraw.title")
    ),
    errors.WaveClosed: ErrorPage(410, "link.gone_title", "link.gone"),
    errors.WaveOver: ErrorPage(410, "link.gone_title", "link.over"),
    errors.CookieMissing: ErrorPage(
        400, "session.cookies_title", "session.cookies", resend=True, onward=TYPE_CODE
    ),
    errors.WavePlanned: ErrorPage(503, "link.early_title", "link.early", retry_after=3600),
    errors.LinkPaused: ErrorPage(503, "link.paused_title", "link.paused", retry_after=3600),
    errors.SessionOver: ErrorPage(
        403, "session.over_title", "session.over", resend=True, onward=TYPE_CODE
    ),
    errors.FormRefused: ErrorPage(400, "error.summary_title", "error.expired_form", resend=True),
    errors.DraftMoved: ErrorPage(409, "error.summary_title", "error.busy", resend=True),
    errors.StoreUnavailable: ErrorPage(
        503, "error.busy_title", "error.busy", resend=True, retry_after=5
    ),
}
STATUSES = {
    404: ErrorPage(404, "error.not_found_title", "error.not_found", onward=TYPE_CODE),
    # an address that only takes a form, opened by hand or from the history: there is no page
    405: ErrorPage(405, "error.not_found_title", "error.not_found", onward=TYPE_CODE),
    413: ErrorPage(413, "error.summary_title", "error.too_large"),
    500: ErrorPage(500, "error.server_title", "error.server", resend=True),
}


def set_up(app: Flask) -> None:
    """Join the error pages to the application."""
    app.extensions["failures"] = Failures(logger_of("survey_app.web"))
    for kind, page in PAGES.items():
        app.register_error_handler(kind, _handler(page))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failure)


def _handler(page: ErrorPage) -> Callable[[Exception], Response]:
    return lambda error: _page(page, error)


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value] # a redirect
    page = STATUSES.get(error.code, ErrorPage(error.code, "error.summary_title", "error.server"))
    return _page(page, error)


def _failure(error: Exception) -> Response:
    return _page(STATUSES[500], error)


def _tell(page: ErrorPage, error: Exception, number: str) -> None:
    """To the operator. Only where in our code it failed: a message may quote a person."""
    if isinstance(error, errors.StoreUnavailable):
        kind = "the database cannot be used (setting DATABASE_URL)"
    elif page is STATUSES[500]:
        kind = Sentence(
            "page failed: {reason} at {place}", reason=reason_of(error), place=place_of(error)
        )
    else:
        return
    failures: Failures = current_app.extensions["failures"]
    failures.tell(kind, request=number, reason=reason_of(error))


def _request_number() -> str:
    """What the proxy calls this request, or a number of our own."""
    given = request.headers.get("X-Request-Id", "")
    return given if _NUMBER.fullmatch(given) else secrets.token_hex(8)


def _page(page: ErrorPage, error: Exception) -> Response:
    number = _request_number()
    _tell(page, error, number)
    body = staff_body(page.status) if _of_staff() else _respondent_body(page, error)
    response = Response(body, status=page.status, mimetype="text/html")
    response.headers["X-Request-Id"] = number
    if page.retry_after:
        response.headers["Retry-After"] = str(page.retry_after)
    return response


def _of_staff() -> bool:
    """Whether staff see it: on their own pages, and logged in at an address that nobody has."""
    if request.blueprint is not None:
        return request.blueprint != "respond"
    try:
        return current_staff() is not None
    except errors.StoreUnavailable:
        return False


def _respondent_body(page: ErrorPage, error: Exception) -> str:
    """The page as this person reads: their language, easy words, size, the house style."""
    settings = _settings(error)
    translations = current_app.extensions["offers"].translations
    kept = list(_kept()) if page.resend else []
    preferences = _preferences()
    offered = {one.code: one for one in translations.for_screens()}
    wish = preferences.language or device_language(request.accept_languages, offered)
    language = offered.get(wish) or offered[SOURCE]
    words = language.words(preferences.easy_read)
    return render_template(
        "errors/error.html",
        t=words,
        fill=fill,
        language=language,
        languages=tuple(offered.values()),
        organisation=settings,
        **looks(current_app.extensions["static_files"], settings, _installation().engine),
        large=preferences.large,
        easy_read=preferences.easy_read,
        here="",  # the page itself: an address may be long, or hold a token
        interview=interview_of(session),
        underway=visitor_of(session) is not None,
        title=words[page.title],
        text=fill(words[page.text], phone=settings.help_phone or words["error.who_to_call"]),
        kept=kept,
        action=request.path,
        onward=None if kept else page.onward,
        synthetic=_installation().config.synthetic,
    )


def _preferences() -> Preferences:
    """How this browser wants to read, after what it asks for here."""
    preferences = preferences_of(session)
    wishes = [f"{what}:{request.args[what]}" for what in WISHES if what in request.args]
    if button := dict(_sent()).get(WISH_BUTTON):
        wishes.append(button)
    for wish in wishes:
        preferences = changed_preferences(preferences, wish[:20], LANGUAGES)
        prefer(session, preferences)
    return preferences


def _sent() -> list[tuple[str, str]]:
    """What a respondent's form holds, when it can be read; never that of staff."""
    if request.method != "POST" or request.blueprint != "respond":
        return []
    try:
        return list(request.form.items(multi=True))
    except HTTPException:  # too large or broken: it cannot be read, so not be kept either
        return []


def _kept() -> Iterable[tuple[str, str]]:
    """What a respondent typed, to be sent again."""
    size = 0
    for name, value in _sent():
        size += len(value)
        if name in NOT_KEPT or size > MAX_ECHO:
            continue
        yield name[:40], value


def _settings(error: Exception) -> OrganisationSettings:
    """The organisation that the error names (slug, name), otherwise the defaults.

    They are asked for behind an unknown link too: its page takes as long as that of a used one.
    """
    if isinstance(error, errors.TrajectspiegelError) and len(error.args) == 2:
        slug, name = error.args
        return last_settings(_installation().engine, str(slug), str(name))
    if isinstance(error, errors.LinkUnknown):
        last_settings(_installation().engine, "", "")
    return OrganisationSettings(slug="", name="")


def _installation() -> Installation:
    installation: Installation = current_app.extensions["installation"]
    return installation
