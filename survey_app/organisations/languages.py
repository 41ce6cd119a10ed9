"""Which languages people may choose in an organisation, and how far each translation is."""

from dataclasses import dataclass

from survey_app.installation import Installation
from survey_app.organisations.settings import OrganisationSettings
from survey_app.texts.installed import installed_translations
from survey_app.texts.translations import CHECKED, LANGUAGES, SOURCE

IN_DUTCH = {
    "nl": "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "uk": "Oekraïens",
    "tr": "Turks",
    "ti": "Tigrinya",
}


@dataclass(frozen=True, slots=True)
class LanguageState:
    """One language: whether the organisation wants it, and whether people can get it."""

    code: str
    name: str  # in Dutch, and in itself
    own_name: str
    state: str  # in Dutch: "gecontroleerd", "concept", or "niet vertaald"
    complete: int  # questionnaires without a missing text
    questionnaires: int
    is_wanted: bool
    is_offered: bool


def language_states(
    installation: Installation, settings: OrganisationSettings
) -> tuple[LanguageState, ...]:
    """Every language that this program knows, Dutch first. Raises BadInput for a bad .po file."""
    translations = installed_translations(installation.config, installation.catalogue)
    asked = installation.catalogue.newest()
    found = []
    for code, (name, _) in LANGUAGES.items():
        language = translations.languages.get(code)
        whole = [one for one in asked if language and not translations.missing(one, code)]
        may_show = language is not None and (
            code == SOURCE or language.status == CHECKED or translations.offer_drafts
        )
        found.append(
            LanguageState(
                code=code,
                name=IN_DUTCH[code],
                own_name=name,
                state=language.status if language else "niet vertaald",
                complete=len(whole),
                questionnaires=len(asked),
                is_wanted=settings.offers(code),
                is_offered=settings.offers(code) and may_show and bool(whole),
            )
        )
    return tuple(found)
