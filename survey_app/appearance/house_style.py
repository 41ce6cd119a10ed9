"""Each organisation's style sheet and logo among the static files."""

from pathlib import Path

from survey_app.appearance.static_files import StaticFiles
from survey_app.appearance.theme import theme_css
from survey_app.errors import BadInput
from survey_app.organisations.settings_file import (
    FOLDER,
    OrganisationSettings,
    organisation_settings,
)

COMMON = "respond.css"
LOGO_ENDINGS = (".svg", ".png", ".webp")
LOGO_BYTES = 10_000  # the first page, logo included, is at most 20 kB


def add_house_styles(files: StaticFiles, home: Path) -> None:
    """Add what every organisation has of its own. Raises BadInput for a logo that cannot be."""
    for path in sorted((home / FOLDER).glob("*.toml")):
        settings = organisation_settings(home, path.stem, path.stem)
        if settings.theme:
            own = theme_css(settings.theme).encode()
            files.add(style_name(settings), files.content(COMMON) + own)
        if settings.logo:
            files.add(logo_name(settings), _logo(path, settings))


def looks(files: StaticFiles, settings: OrganisationSettings) -> dict[str, str]:
    """The addresses of an organisation's style sheet and logo, as the layout wants them."""
    logo = logo_name(settings)
    return {
        "style": _address(files, style_name(settings)),
        "logo": _address(files, logo) if logo else "",
    }


def style_name(settings: OrganisationSettings) -> str:
    """The name of the style sheet of an organisation."""
    return f"respond-{settings.slug}.css" if settings.theme else COMMON


def logo_name(settings: OrganisationSettings) -> str:
    """The name of the logo of an organisation, empty when it has none."""
    ending = Path(settings.logo).suffix.lower()
    return f"logo-{settings.slug}{ending}" if settings.logo else ""


def _address(files: StaticFiles, name: str) -> str:
    """The address of a static file; a house style that is new is added first."""
    if not files.has(name):
        files.when_missing()
    return files.address(name)


def _logo(path: Path, settings: OrganisationSettings) -> bytes:
    if Path(settings.logo).name != settings.logo or not settings.logo.endswith(LOGO_ENDINGS):
        kinds = ", ".join(LOGO_ENDINGS)
        raise BadInput(f"{path.name}: logo must be a file beside it that ends in {kinds}")
    try:
        content = path.with_name(settings.logo).read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name}: logo {settings.logo}: {error.strerror}") from error
    if len(content) > LOGO_BYTES:
        raise BadInput(
            f"{path.name}: logo {settings.logo} has {len(content)} bytes; at most {LOGO_BYTES}"
        )
    return content
