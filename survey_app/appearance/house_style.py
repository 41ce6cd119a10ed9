"""Each organisation's style sheet and logo among the static files.

Their names carry the revision of the settings, so that a page and its style always belong together:
a process that does not know a name yet makes it from the settings at hand.
"""

from contextlib import suppress
from pathlib import PurePath

from sqlalchemy import Engine

from survey_app.appearance.static_files import StaticFiles
from survey_app.appearance.theme import theme_css
from survey_app.errors import StoreUnavailable
from survey_app.organisations.queries import every_settings, logo_of
from survey_app.organisations.settings import OrganisationSettings

COMMON = "respond.css"


def add_house_styles(files: StaticFiles, engine: Engine) -> None:
    """Add what every organisation has of its own now; nothing while the database cannot say."""
    with suppress(StoreUnavailable):
        for settings in every_settings(engine):
            add_house_style(files, engine, settings)


def add_house_style(files: StaticFiles, engine: Engine, settings: OrganisationSettings) -> None:
    """Add the style sheet and the logo of these settings, where they are not there yet."""
    style, logo = style_name(settings), logo_name(settings)
    if not files.has(style):
        files.add(style, files.content(COMMON) + theme_css(settings.theme).encode())
    if logo and not files.has(logo):
        content = logo_of(engine, settings.slug)
        if content is not None:
            files.add(logo, content)


def looks(files: StaticFiles, settings: OrganisationSettings, engine: Engine) -> dict[str, str]:
    """The addresses of an organisation's style sheet and logo, as the layout wants them."""
    logo = logo_name(settings)
    with suppress(StoreUnavailable):  # then the page comes without its logo
        add_house_style(files, engine, settings)
    return {
        "style": files.address(style_name(settings)),
        "logo": files.address(logo) if files.has(logo) else "",
    }


def style_name(settings: OrganisationSettings) -> str:
    """The name of the style sheet of an organisation."""
    return f"respond-{settings.slug}-{settings.revision}.css" if settings.theme else COMMON


def logo_name(settings: OrganisationSettings) -> str:
    """The name of the logo of an organisation, empty when it has none."""
    ending = PurePath(settings.logo).suffix.lower()
    return f"logo-{settings.slug}-{settings.revision}{ending}" if settings.logo else ""
