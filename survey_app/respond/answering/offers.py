"""Which questions a respondent gets, in which language: worked out once, then looked up."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine

from survey_app.errors import StoreUnavailable
from survey_app.organisations.asked.queries import asked_with
from survey_app.organisations.queries import every_settings, organisation_settings
from survey_app.organisations.recordings.queries import Heard, Place, recordings_of
from survey_app.organisations.settings import OrganisationSettings
from survey_app.questionnaire.definition import (
    Catalogue,
    Circumstances,
    Question,
    Questionnaire,
)
from survey_app.questionnaire.routing import questions_for
from survey_app.questionnaire.wording import in_easy_words
from survey_app.respond.sitting import Situation
from survey_app.texts.installed import Stamp
from survey_app.texts.translations import SOURCE, Language, Translations

GOAL_QUESTION = ("K2-AANVANG", "C209")
LARGEST_CACHE = 2000
MOST_ORGANISATIONS, ORGANISATIONS_SECONDS = 12, 2.0
Wanted = tuple[str, int, str, str, tuple[str, ...], str, bool, bool, int | None, bool]


@dataclass(slots=True)
class Offers:
    """The questionnaires of this installation as respondents meet them."""

    catalogue: Catalogue
    translations: Translations
    engine: Engine
    stamp: Stamp = ()
    looked_at: float = 0.0
    _made: dict[Wanted, Questionnaire] = field(default_factory=dict)
    _languages: dict[tuple[str, int], tuple[Language, ...]] = field(default_factory=dict)
    _organisations: tuple[OrganisationSettings, ...] = ()
    _organisations_until: float = 0.0
    _heard: dict[str, tuple[OrganisationSettings, Mapping[Place, Heard]]] = field(
        default_factory=dict
    )

    def take_over(self, translations: Translations) -> None:
        """Other translations from now on; what was made with the old ones is made again."""
        self.translations = translations
        self._made.clear()
        self._languages.clear()

    def languages(self, code: str, version: int) -> tuple[Language, ...]:
        """The languages in which this questionnaire may be answered, Dutch first."""
        found = self._languages.get((code, version))
        if found is None:
            asked = self.catalogue.questionnaire(code, version)
            found = self._languages[code, version] = self.translations.offered(asked)
        return found

    def languages_for(self, situation: Situation) -> tuple[Language, ...]:
        """The languages that this organisation lets people choose here, Dutch first."""
        settings = self.settings(situation)
        found = self.languages(situation.code, situation.version)
        return tuple(one for one in found if settings.offers(one.code))

    def language(self, situation: Situation, *wishes: str) -> str:
        """The first of these languages that is offered, otherwise Dutch."""
        offered = {language.code for language in self.languages_for(situation)}
        return next((wish for wish in wishes if wish in offered), SOURCE)

    def questionnaire(
        self, situation: Situation, language: str, goal: int | None, easy_read: bool = False
    ) -> Questionnaire:
        """The questionnaire with background, consents, providers and goal filled in."""
        wanted: Wanted = (
            situation.code,
            situation.version,
            situation.own,
            language,
            situation.providers,
            situation.provider_example,
            situation.contract,
            situation.linked,
            goal,
            easy_read,
        )
        made = self._made.get(wanted)
        if made is None:
            if len(self._made) > LARGEST_CACHE:
                self._made.clear()
            made = self._made[wanted] = self._make(wanted)
        return made

    def settings(self, situation: Situation) -> OrganisationSettings:
        """The words and looks of the organisation that asks, as its row says now."""
        return organisation_settings(
            self.engine,
            situation.organisation_slug,
            situation.organisation_name,
            situation.settings_revision,
        )

    def heard(self, situation: Situation, language: str) -> Heard | None:
        """What was recorded of this questionnaire; asked once until the organisation changes."""
        settings = self.settings(situation)
        last = self._heard.get(settings.slug)
        if last is None or last[0] is not settings:
            last = settings, recordings_of(self.engine, settings.slug)
            self._heard[settings.slug] = last
        return last[1].get((situation.code, situation.version, language))

    def organisations(self) -> tuple[OrganisationSettings, ...]:
        """The organisations of this installation; none while the database cannot be read."""
        moment = time.monotonic()
        if moment > self._organisations_until:
            try:
                self._organisations = every_settings(self.engine, MOST_ORGANISATIONS)
            except StoreUnavailable:
                return ()
            self._organisations_until = moment + ORGANISATIONS_SECONDS
        return self._organisations

    def _make(self, wanted: Wanted) -> Questionnaire:
        code, version, own, language, providers, example, contract, linked, goal, easy_read = wanted
        source = asked_with(self.catalogue, code, version, own)
        circumstances = Circumstances(
            linked=linked,
            contract=contract,
            goal=self._goal_text(goal, language),
            providers=providers,
            provider_example=example,
        )
        asked = questions_for(self.translations.in_language(source, language), circumstances)
        return in_easy_words(asked) if easy_read else asked

    def _goal_text(self, goal: int | None, language: str) -> str | None:
        if goal is None:
            return None
        question = self._goal_question(language)
        texts = {option.value: option.text for option in question.options if not option.apart}
        return texts.get(goal)

    def _goal_question(self, language: str) -> Question:
        code, question = GOAL_QUESTION
        source = self.catalogue.latest(code)
        try:
            return self.translations.in_language(source, language).question(question)
        except ValueError:  # that questionnaire is not translated: the goal stays in Dutch
            return source.question(question)
