"""In which languages people may be written to: those in which they can then answer.

A message that a person can read leads to questions they can read. A translation that nobody
has checked is therefore used in a synthetic installation only, as on the screens.
"""

from functools import lru_cache
from pathlib import Path

from survey_app.config import QUESTIONNAIRES, Config
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue
from survey_app.questionnaire.translating import MissingTranslation
from survey_app.texts.installed import SHIPPED, Stamp, own_folder, stamp_of
from survey_app.texts.translations import Translations, load_translations


def offered_languages(questionnaire: str, version: int, config: Config) -> frozenset[str]:
    """The languages in which this questionnaire can be answered here, as it stands now."""
    return _offered(questionnaire, version, config.home, config.synthetic, stamp_of(config.home))


def title_in(language: str, questionnaire: str, version: int, config: Config) -> str:
    """What a questionnaire is called in a language; in Dutch where it is not in that one."""
    stamp = stamp_of(config.home)
    catalogue, translations = _translations(config.home, config.synthetic, stamp)
    asked = catalogue.questionnaire(questionnaire, version)
    try:
        return translations.in_language(asked, language).title
    except MissingTranslation:
        return asked.title


@lru_cache(maxsize=256)
def _offered(
    questionnaire: str, version: int, home: Path, synthetic: bool, stamp: Stamp
) -> frozenset[str]:
    catalogue, translations = _translations(home, synthetic, stamp)
    asked = catalogue.questionnaire(questionnaire, version)
    return frozenset(language.code for language in translations.offered(asked))


@lru_cache(maxsize=2)
def _translations(home: Path, synthetic: bool, stamp: Stamp) -> tuple[Catalogue, Translations]:
    del stamp  # another one is another reading
    catalogue = load_catalogue(QUESTIONNAIRES)
    return catalogue, load_translations(SHIPPED, catalogue, synthetic, own_folder(home))
