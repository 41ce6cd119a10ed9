"""The translations of an installation: those it came with, and its own in HOME/translations.

What a person has checked belongs to the installation, not to the program: an upgrade leaves it.
"""

from pathlib import Path

from survey_app.config import QUESTIONNAIRES, Config
from survey_app.questionnaire.definition import Catalogue
from survey_app.texts.translations import LANGUAGES, Translations, load_translations

SHIPPED = QUESTIONNAIRES / "translations"
Stamp = tuple[int, ...]


def own_folder(home: Path) -> Path:
    """Where this installation keeps what it has translated or checked itself."""
    return home / "translations"


def stamp_of(home: Path) -> Stamp:
    """Differs when a file of the installation's own was written anew."""
    return tuple(_changed(own_folder(home) / f"{code}.po") for code in LANGUAGES)


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def installed_translations(config: Config, catalogue: Catalogue) -> Translations:
    """Every language as it stands there now. Raises BadInput for a bad .po file."""
    return load_translations(SHIPPED, catalogue, config.synthetic, own_folder(config.home))
