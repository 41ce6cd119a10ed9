"""In which languages people may be written to: those in which they can then answer.

A message that a person can read leads to questions they can read. A translation that nobody
has checked is therefore used in a synthetic installation only, as on the screens.
"""

from functools import lru_cache

from survey_app.config import QUESTIONNAIRES
from survey_app.questionnaire.definition import Catalogue
from survey_app.questionnaire.loading import load_catalogue
from survey_app.texts.translations import Translations, load_translations


@lru_cache(maxsize=256)
def offered_languages(questionnaire: str, version: int, synthetic: bool) -> frozenset[str]:
    """The languages in which this questionnaire can be answered here."""
    catalogue, translations = _translations(synthetic)
    asked = catalogue.questionnaire(questionnaire, version)
    return frozenset(language.code for language in translations.offered(asked))


@lru_cache(maxsize=2)
def _translations(synthetic: bool) -> tuple[Catalogue, Translations]:
    catalogue = load_catalogue(QUESTIONNAIRES)
    folder = QUESTIONNAIRES / "translations"
    return catalogue, load_translations(folder, catalogue, offer_drafts=synthetic)
