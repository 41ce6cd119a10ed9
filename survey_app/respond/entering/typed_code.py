"""A page on which somebody types a code, and what it says when the code is not right."""

from flask import Response

from survey_app.respond.pages import (
    organisations_known,
    plain_surroundings,
    preferences_here,
    render,
    words_of,
)
from survey_app.texts.translations import fill

SHOWN_AGAIN = 40


def typed_code_page(
    template: str, typed: str = "", error: str = "", status: int = 200, retry_after: int = 0
) -> Response:
    """The page, with what was typed and what is wrong with it; `error` is the key of its words."""
    surroundings, preferences = plain_surroundings(), preferences_here()
    texts = words_of(surroundings, preferences)
    settings = surroundings.settings
    phone = settings.help_phone if settings.help_dial else texts["error.who_to_call"]
    response = render(
        template,
        surroundings,
        preferences,
        status=status,
        typed=typed[:SHOWN_AGAIN],
        organisations=() if settings.slug else organisations_known(),
        error=fill(texts[error], phone=phone) if error else "",
    )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
